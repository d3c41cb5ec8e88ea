"""用户和权限：谁有哪些角色，每种角色可以做什么。"""

from ui import accounts_list

accounts_list.rights()
accounts_list.accounts()
