"""我的报送：应报什么、什么时候截止、上传、核对、提交。"""

from ui.filing import mine

mine.shown()
