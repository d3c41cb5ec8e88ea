# Works with GNU make 3.81 (macOS) and newer. `make` alone lists the targets.
PORT ?= 8501
# The first that runs and is 3.11 or newer; `make run PYTHON=/path/to/python` decides otherwise.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
PY := .venv/bin/python

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run check lint types imports audit test screenshots bench clean python venv venv-dev venv-bench browser

help: ## 列出全部命令
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

run: venv ## 启动看板;首次运行自动安装依赖并载入示例数据。可指定 PORT=8501 DASHBOARD_DATA=data
	@$(PY) -m tools.port $(PORT)
	@$(PY) -m etl sample
	@echo "看板地址 http://127.0.0.1:$(PORT) (Ctrl+C 停止)"
	@$(PY) -m streamlit run dashboard.py --server.port=$(PORT)

check: lint types imports audit test ## 全部检查:代码规范、类型、模块边界、依赖包漏洞、测试(与持续集成相同)

lint: venv-dev
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check

types: venv-dev
	@$(PY) -m mypy

imports: venv-dev
	@.venv/bin/lint-imports --no-logo

audit: venv-dev
	@$(PY) -m tools.audit

test: venv-dev browser ## 只运行测试;SKIP_BROWSER=1 跳过浏览器测试,ARGS="-k 名称" 传给 pytest
	@$(PY) -m pytest -n 2 --dist=loadfile --no-loadscope-reorder $(ARGS)

screenshots: venv-dev browser ## 重新生成 docs/clerks.zh-CN.md 的截图
	@SCREENSHOTS=docs/clerks $(PY) -m pytest -q tests/browser/test_clerks_page.py

bench: venv-bench browser ## 运行性能基准
	@$(PY) -m benchmarks $(ARGS)

clean: ## 删除 .venv 和缓存;不动数据
	@rm -rf .venv .benchmarks .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

venv: python
	@"$(PYTHON)" -m tools.install requirements.txt

venv-dev: python
	@"$(PYTHON)" -m tools.install requirements-dev.txt

venv-bench: python
	@"$(PYTHON)" -m tools.install requirements-bench.txt

browser: venv-dev
	@$(PY) -m tools.browser

python:
	@test -n "$(PYTHON)" || { \
		echo "需要 Python 3.11 或更新版本,例如:sudo apt-get install python3 python3-venv(macOS:brew install python)。" >&2; \
		echo "Python 3.11 or newer is needed; or name one: make run PYTHON=/path/to/python3.11" >&2; exit 1; }
