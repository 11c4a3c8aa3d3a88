#!/usr/bin/perl
# Writes radicals.c: for each CJK and Kangxi radical the ideograph that it stands for.
# Source: the property Equivalent_Unified_Ideograph of the Unicode Character Database
# (EquivalentUnifiedIdeograph.txt, Unicode licence) as perl carries it.
# Usage: perl normalize/tables/radicals.pl >normalize/tables/radicals.c
use strict;
use warnings;
use Unicode::UCD qw(prop_invmap);

my ($first, $last) = (0x2E80, 0x2FD5);
my ($starts, $values) = prop_invmap('Equivalent_Unified_Ideograph');
my @to = (0) x ($last - $first + 1);

for my $i (0 .. $#$starts - 1) {
	next unless $values->[$i];
	for my $code ($starts->[$i] .. $starts->[$i + 1] - 1) {
		$to[$code - $first] = $values->[$i] if $code >= $first && $code <= $last;
	}
}

print "/*\n * Made by radicals.pl from the Unicode Character Database ",
	Unicode::UCD::UnicodeVersion(), "; do not edit.\n */\n";
print "#include \"normalize/tables/tables.h\"\n\n";
print "/* clang-format off */\n";
print "const uint32_t radical_ideographs[RADICAL_LAST - RADICAL_FIRST + 1] = {\n";
while (my @row = splice @to, 0, 8) {
	print "\t", join(' ', map { sprintf '0x%04X,', $_ } @row), "\n";
}
print "};\n";
