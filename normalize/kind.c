#include "normalize/kind.h"

static const struct edit_kind_info infos[EDIT_KINDS] = {
	[EDIT_KEEP] = {"keep", "未改", false, false},
	[EDIT_TRANSCODE] = {"transcode", "转码", false, false},
	[EDIT_UNDECODABLE] = {"undecodable", "无法解码", true, true},
	[EDIT_SIGNATURE] = {"signature", "字节序标记", false, false},
	[EDIT_MARKUP] = {"markup", "标记", false, false},
	[EDIT_MOJIBAKE] = {"mojibake", "乱码", true, true},
	[EDIT_LOST] = {"lost", "乱码丢失", true, true},
	[EDIT_UNSURE] = {"unsure", "识别存疑", false, false},
	[EDIT_SCRIPT] = {"script", "繁简转换", false, false},
	[EDIT_FORM] = {"form", "字形", true, false},
	[EDIT_SPACE] = {"space", "空白", true, false},
	[EDIT_LINE] = {"line", "断行", true, false},
	[EDIT_FURNITURE] = {"furniture", "页面杂项", true, false},
	[EDIT_CHUNK] = {"chunk", "分页标记", true, false},
	[EDIT_ORDER] = {"order", "页序", true, false},
	[EDIT_DOUBLE] = {"double", "重复", true, false},
	[EDIT_DIGIT] = {"digit", "数字误识", true, true},
	[EDIT_SEPARATOR] = {"separator", "分隔符", true, false},
	[EDIT_DASH] = {"dash", "连接号丢失", true, true},
	[EDIT_BRACKET] = {"bracket", "括号", true, false},
	[EDIT_QUOTE] = {"quote", "引号书名号", true, false},
	[EDIT_WORD] = {"word", "形近字", true, true},
};

const struct edit_kind_info *edit_kind_info(enum edit_kind kind)
{
	return &infos[kind];
}

enum edit_kind edit_kind_named(struct slice name)
{
	int kind = 0;

	while (kind < EDIT_KINDS && !slice_is(name, infos[kind].name))
		kind++;
	return (enum edit_kind)kind;
}
