"""What the acts in the audit are called, and the headings of its lines."""

ACTS = {
    "receive": "收到文件",
    "refuse": "退回文件",
    "accept": "接受提交",
    "withdraw": "撤回提交",
    "publish": "发布",
    "filing_draft": "上传报表",
    "filing_submitted": "提交报送",
    "filing_returned": "退回报送",
    "filing_accepted": "接受报送",
    "filing_discarded": "删去草稿",
    "filing_replaced": "报送被替换",
    "year_lock": "锁定年度",
    "year_reopen": "重新开放年度",
    "sign_in": "登录",
    "sign_in_refused": "登录被拒",
    "lock": "暂停登录",
    "sign_out": "退出登录",
    "sign_out_everywhere": "在所有电脑上退出",
    "session_expired": "登录过期",
    "password_change": "修改密码",
    "user_create": "新建用户",
    "user_grant": "调整角色和单位",
    "user_reset": "重置密码",
    "user_disable": "停用用户",
    "user_enable": "启用用户",
    "user_unlock": "解除暂停",
    "refused": "拒绝越权操作",
    "restore": "从备份恢复",
}
BROKEN = {"missing": "缺少", "altered": "与写入时不同", "rewritten": "与此前记下的校验值不同"}
HEADS = ("行号", "时间", "用户", "来自", "操作", "对象", "之前", "之后", "校验值")
