#!/bin/sh
# Makes .venv and installs requirements.lock into it, with hashes. Does nothing, fast, when that has been done already.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

usable() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; }

# A .venv that was moved, or whose Python has gone, is made anew.
if [ -x .venv/bin/python ] && usable .venv/bin/python; then
    wanted=$(cat requirements.lock pyproject.toml | cksum)"|$(pwd)"
    [ "$(cat .venv/.installed 2>/dev/null || true)" = "$wanted" ] && exit 0
else
    python=""
    for candidate in python3 python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null 2>&1 && usable "$candidate"; then python=$candidate; break; fi
    done
    if [ -z "$python" ]; then
        found=$(python3 --version 2>/dev/null || echo "no python3")
        say "Python 3.11, 3.12 or 3.13 is needed and this machine has $found: install one (Debian, Ubuntu: apt-get install python3 python3-venv)."
        exit 1
    fi
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        say "Python's venv module is missing: install it (Debian, Ubuntu: apt-get install python$version-venv) and try again."
        exit 1
    fi
    say "Making .venv with $("$python" --version) …"
    "$python" -m venv --clear .venv
    wanted=$(cat requirements.lock pyproject.toml | cksum)"|$(pwd)"
fi

say "Installing the packages of requirements.lock (a minute or two, once) …"
export PIP_DISABLE_PIP_VERSION_CHECK=1
# Bytecode of the packages is part of installing them: without it every start compiles them again, for seconds.
unset PYTHONDONTWRITEBYTECODE
# The lock is complete, so pip has nothing to resolve; older ones (23.x) stumble over extras when they try.
.venv/bin/python -m pip install -qq --no-input --no-deps --require-hashes --requirement requirements.lock
# The lock has the build backend too, so that this step asks no index for anything.
.venv/bin/python -m pip install -qq --no-input --no-index --no-deps --no-build-isolation --editable .
printf '%s' "$wanted" > .venv/.installed
