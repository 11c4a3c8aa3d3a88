#!/usr/bin/env bash
# Installs what is missing: tests/setup.sh build|check|browser|office|ocr
#
# `build` is what compiling needs, `check` what the tests need besides, `browser` and `office` what
# parts of them need that are not in `make check`. Where nothing is missing nothing happens; where
# the packages can't be installed from here, the command that would do it is printed and the exit
# status is 1.
set -u

# need   probe                 apt                      dnf                 brew
packages='
build    cmd:cc                gcc,libc6-dev            gcc                 gcc
build    cmd:ar                binutils                 binutils            binutils
build    cmd:pkg-config        pkg-config               pkgconf-pkg-config  pkgconf
build    lib:libpcre2-8        libpcre2-dev             pcre2-devel         pcre2
build    lib:libutf8proc       libutf8proc-dev          utf8proc-devel      utf8proc
build    lib:xlsxwriter        libxlsxwriter-dev        libxlsxwriter-devel libxlsxwriter
build    lib:zlib              zlib1g-dev               zlib-devel          zlib
build    lib:libzip            libzip-dev               libzip-devel        libzip
build    lib:libzstd           libzstd-dev              libzstd-devel       zstd
build    lib:yaml-0.1          libyaml-dev              libyaml-devel       libyaml
build    lib:jansson           libjansson-dev           jansson-devel       jansson
build    lib:sqlite3           libsqlite3-dev           sqlite-devel            sqlite
check    cmd:python3           python3                  python3             python
check    py:openpyxl           python3-openpyxl         python3-openpyxl    -
check    cmd:clang-format      clang-format             clang-tools-extra   clang-format
check    cmd:mandoc            mandoc                   mandoc              mandoc
office   cmd:soffice           libreoffice-calc         libreoffice-calc    libreoffice
office   cmd:pdftoppm          poppler-utils            poppler-utils       poppler
office   py:PIL                python3-pil              python3-pillow      pillow
office   font:zh               fonts-noto-cjk           google-noto-sans-cjk-fonts -
ocr      cmd:tesseract         tesseract-ocr,tesseract-ocr-chi-sim tesseract,tesseract-langpack-chi_sim tesseract,tesseract-lang
ocr      py:PIL                python3-pil              python3-pillow      pillow
ocr      py:numpy              python3-numpy            python3-numpy       numpy
ocr      font:zh               fonts-noto-cjk           google-noto-sans-cjk-fonts -
browser  cmd:chromium          chromium                 chromium            chromium
browser  cmd:chromedriver      chromium-driver          chromedriver        chromedriver
browser  font:zh               fonts-noto-cjk           google-noto-sans-cjk-fonts -
'

present() {
	case $1 in
	cmd:*) command -v "${1#*:}" >/dev/null ;;
	lib:*) pkg-config --exists "${1#*:}" 2>/dev/null ;;
	font:*) [ -n "$(fc-list ":lang=${1#*:}" 2>/dev/null)" ] ;;
	py:*) has_module python3 "${1#*:}" || has_module /usr/bin/python3 "${1#*:}" ;;
	esac
}

has_module() {
	"$1" -c "import sys, importlib.util as u; sys.exit(not u.find_spec('$2'))" 2>/dev/null
}

# The names of the missing packages: missing COLUMN, where 1 is apt.
missing() {
	while read -r need probe names; do
		case $need in
		build | "$goal") ;;
		check) [ "$goal" != build ] || continue ;;
		*) continue ;;
		esac
		present "$probe" && continue
		name=$(echo "$names" | awk -v column="$1" '{ print $column }' | tr , ' ')
		if [ "$name" = - ]; then
			echo "zhibiao: ${probe#*:} is missing and has to be installed by hand" >&2
		else
			printf '%s ' "$name"
		fi
	done <<<"$packages"
}

goal=${1:-build}
if command -v apt-get >/dev/null; then
	column=1
	install='apt-get install -y --no-install-recommends'
	prepare='apt-get update'
elif command -v dnf >/dev/null; then
	column=2
	install='dnf install -y'
elif command -v brew >/dev/null; then
	column=3
	install='brew install'
else
	column=1
	install=
fi

names=$(missing $column)
names=${names% }
[ -n "$names" ] || exit 0
if [ -z "$install" ]; then
	echo "zhibiao: no apt-get, dnf or brew here; please install (names as in Debian): $names" >&2
	exit 1
fi

as_root=
if [ "$(id -u)" != 0 ] && [ $column != 3 ]; then
	as_root='sudo '
fi
echo "zhibiao: installing what is missing:"
echo "    ${prepare:+$as_root$prepare && }$as_root$install $names"

# Nobody may be there to type a password.
[ -z "$as_root" ] || [ -t 0 ] || as_root='sudo -n '
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # the words are words
if { [ -z "${prepare:-}" ] || $as_root$prepare; } && $as_root$install $names; then
	exit 0
fi
echo "zhibiao: that did not work; run the command above as a user who may install packages," >&2
echo "then call make again" >&2
exit 1
