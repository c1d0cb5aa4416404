# 各命令都会先装好所需的一切；重复运行只需几秒。
# Each command first sets up what it needs; a second run takes seconds.

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint format test-unit test-postgres test-browser test-frontend \
        bench docs postgres lock clean

PYTHON_ANY := sh scripts/python
BANGFU     := .venv/bin/bangfu
DEMO_FLAGS := $(if $(PORT),--port $(PORT)) $(if $(NO_SERVE),--no-serve)
SUITES     := .venv/bin/python -m scripts.suites $(if $(ARGS),--args="$(ARGS)")

help: ## 列出这些命令 · list these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 16

setup: ## 装好运行所需的一切 · set up everything that running needs
	@$(PYTHON_ANY) -m scripts.setup

demo: setup ## 建立示范县并打开服务（PORT=8000，NO_SERVE=1）· build the demonstration counties and serve them
	@$(BANGFU) demo $(DEMO_FLAGS)

test: setup-tests ## 运行全部测试 · run all tests
	@$(SUITES)

lint: setup-development ## 检查代码风格与层次 · check style and layers
	@$(SUITES) lint

format: setup-development ## 整理代码格式 · format the code
	@.venv/bin/ruff check --quiet --fix && .venv/bin/ruff format --quiet

test-unit: setup-development ## 单元测试，SQLite（ARGS="bangfu/kernel -k flow"）· unit tests on SQLite
	@$(SUITES) unit

test-postgres: setup-tests ## 数据库测试，PostgreSQL · database tests on PostgreSQL
	@$(SUITES) postgres

test-browser: setup-tests ## 浏览器测试 · journeys in a browser
	@$(SUITES) browser

test-frontend: setup-development ## 前端测试 · the front end's tests
	@$(SUITES) frontend

bench: setup-tests ## 性能测量（NAME=import）· measure against peers and floors
	@$(BANGFU) bench $(NAME)

docs: setup-development ## 检查文档中的链接 · check the links of the documents
	@.venv/bin/python -m pytest tests/architecture/test_documents.py

postgres: setup-tests ## 启动一次性 PostgreSQL · serve a throw-away PostgreSQL
	@.venv/bin/python -m scripts.postgres

lock: ## 重新锁定 Python 包（UPGRADE=1 取最新版）· lock the Python packages anew
	@$(PYTHON_ANY) -m scripts.lock $(if $(UPGRADE),--upgrade)

clean: ## 删除可重新生成的一切；var/ 中的数据保留 · remove what can be made again; data in var/ stays
	rm -rf .venv bangfu.egg-info frontend/node_modules bangfu/kernel/static/dist
	rm -rf var/test-reports var/test-schemas var/screenshots var/setup.lock .ruff_cache .import_linter_cache .hypothesis
	find bangfu tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: setup-development setup-tests
setup-development:
	@$(PYTHON_ANY) -m scripts.setup development

setup-tests:
	@$(PYTHON_ANY) -m scripts.setup tests
