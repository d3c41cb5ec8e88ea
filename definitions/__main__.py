"""`python -m definitions [folder]`: says whether the definitions can be used, else everything to mend."""

import sys
from collections.abc import Sequence
from pathlib import Path

from definitions.load import load_definitions
from definitions.problems import DefinitionError


def main(arguments: Sequence[str]) -> int:
    try:
        found = load_definitions(Path(arguments[0]) if arguments else None)
    except DefinitionError as error:
        print(f"定义有 {len(error.problems)} 处问题，全部改正后才能使用：", file=sys.stderr)
        print("\n".join(error.problems), file=sys.stderr)
        return 1
    print(
        f"定义无误：机构 {len(found.bodies)} 个，数据集 {len(found.datasets)} 个，"
        f"列 {len(found.column_of)} 个，指标 {len(found.indicators)} 个，"
        f"目标 {len(found.targets)} 条，问题 {len(found.faults)} 种。"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
