"""报送审核：待审核的报送，接受或退回。"""

from ui.filing import inbox

inbox.shown()
