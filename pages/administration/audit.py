"""操作记录：谁、何时、从哪里、做了什么；可筛选、查验、导出。"""

from ui import audit_log

audit_log.shown()
