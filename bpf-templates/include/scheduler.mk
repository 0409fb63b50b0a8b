# SPDX-License-Identifier: GPL-2.0-only
# Builds, loads and unloads a scheduler without an editor. A Makefile sets NAME and includes this file.
#
#   make                 build/NAME.bpf.o for the kernel that runs here, and its program build/NAME if
#                        there is a NAME.c or a Cargo.toml
#   make run             the program: the scheduler runs until Ctrl-C (root; needs a program)
#   make load            without the program (root); stays until "make unload", an error or a reboot
#   make unload          take it out and say why it ended
#   make status          what sched_ext does right now
#   make clean
#
# For another kernel: make VMLINUX_BTF=/path/of/its/vmlinux-or-btf. For another clang: make CLANG=clang-18.
# For a program that runs where libbpf is not installed: make LDFLAGS=-static.

VMLINUX_BTF ?= /sys/kernel/btf/vmlinux
# Distributions put it into a folder that not every user's PATH has.
BPFTOOL ?= $(shell PATH="$$PATH:/usr/sbin:/sbin" && command -v bpftool || echo bpftool)
# Where the pins of a loaded scheduler are; it lives as long as its pin.
PIN := /sys/fs/bpf/$(NAME)
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)

# clang 16 or later: distributions whose plain "clang" is older have it under a name with the version.
CLANG ?= $(shell for c in clang-23 clang-22 clang-21 clang-20 clang-19 clang-18 clang-17 clang-16 clang; do \
	command -v $$c && break; done)
STRIP ?= $(subst clang,llvm-strip,$(CLANG))

ARCH := $(shell uname -m | sed -e 's/x86_64/x86/' -e 's/aarch64/arm64/' -e 's/ppc64le/powerpc/' \
	-e 's/riscv64/riscv/' -e 's/loongarch64/loongarch/' -e 's/s390x/s390/')
# The scheduler headers: the project's own copy (templates share the one beside them).
INCLUDE := $(firstword $(wildcard include ../include ../../include))
# A vmlinux.h of kernel 7.x needs -fms-extensions, or fields of embedded structs are missing.
BPF_FLAGS := -g -O2 -target bpf -mcpu=v3 -D__TARGET_ARCH_$(ARCH) -fms-extensions \
	-Wno-microsoft-anon-tag -Wall

# The program that loads the scheduler and talks to it, where there is one: in C, or in Rust.
PROGRAM := $(if $(wildcard $(NAME).c Cargo.toml),build/$(NAME))
CARGO ?= cargo
CARGO_TARGET_DIR ?= build/cargo
CFLAGS ?= -O2 -g
LIBBPF_CFLAGS ?= $(shell pkg-config --cflags libbpf 2>/dev/null)
LIBBPF_LIBS ?= $(shell pkg-config --libs libbpf 2>/dev/null || echo -lbpf)

.PHONY: all run load unload status clean FORCE
.DELETE_ON_ERROR:

all: build/$(NAME).bpf.o $(PROGRAM)

build/$(NAME).bpf.o: $(NAME).bpf.c build/vmlinux.h
	$(or $(CLANG),$(error no clang found; apt install clang-19 llvm-19, or make CLANG=…)) \
		$(BPF_FLAGS) -I$(INCLUDE) -Ibuild -MMD -MP -c $< -o $@
	$(STRIP) -g $@

-include build/$(NAME).bpf.d

# The kernel's types, written anew only when they changed.
build/vmlinux.h: FORCE
	@mkdir -p build
	@$(BPFTOOL) btf dump file "$(VMLINUX_BTF)" format c > $@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

# The object as C data, and its variables as C structs. bpftool 7.5 and later set a field that libbpf before
# 1.5 lacks, for a call that no program here makes: they attach the scheduler themselves.
build/$(NAME).skel.h: build/$(NAME).bpf.o
	$(BPFTOOL) gen skeleton $< name $(NAME)_bpf > $@.new
	@sed '/^\t*map->link = /d' $@.new > $@; rm $@.new

ifneq ($(wildcard Cargo.toml),)
# Its build.rs asks make for the object. The program's folder has one name more when cargo builds for a target.
build/$(NAME): build/$(NAME).bpf.o FORCE
	$(CARGO) build --quiet --release --target-dir "$(CARGO_TARGET_DIR)"
	@cd "$(CARGO_TARGET_DIR)" && cp "$$(ls -t release/$(NAME) */release/$(NAME) 2>/dev/null | head -n 1)" "$(CURDIR)/$@"
else
build/$(NAME): $(NAME).c build/$(NAME).skel.h $(wildcard $(INCLUDE)/scx/*.h)
	$(CC) $(CFLAGS) -Wall -Wextra $(LIBBPF_CFLAGS) -I$(INCLUDE) -Ibuild $< -o $@ $(LDFLAGS) $(LIBBPF_LIBS) -lelf -lz
endif

run: $(or $(PROGRAM),load)
	$(if $(PROGRAM),$(SUDO) $(PROGRAM) $(ARGS),@echo 'There is no program: "make unload" ends it')

# bpftool says "Registered" even when init failed at once: the kernel is asked.
load: build/$(NAME).bpf.o
	@$(SUDO) mkdir -p $(PIN)
	$(SUDO) $(BPFTOOL) struct_ops register $< $(PIN) || { $(SUDO) rmdir $(PIN); exit 1; }
	@sleep 0.5; if grep -qsx $(NAME) /sys/kernel/sched_ext/root/ops; then \
		echo "$(NAME) runs"; \
	else \
		echo "$(NAME) did not start, or ended at once; the kernel says:"; \
		$(SUDO) dmesg | grep sched_ext | tail -n 5; $(SUDO) rm -rf $(PIN); exit 1; \
	fi

# The exit information would go with the scheduler: a pin of its own keeps it until it is shown. It is
# complete when the kernel has let go of the scheduler, some time after its pin is gone.
unload:
	@$(SUDO) test -d $(PIN) || { echo "$(NAME) is not loaded"; exit 1; }
	@-$(SUDO) $(BPFTOOL) map pin name .bss.uei $(PIN)/uei
	@$(SUDO) rm -f $(PIN)/$(NAME)_ops
	@for i in $$(seq 50); do \
		grep -qsx $(NAME) /sys/kernel/sched_ext/root/ops || break; sleep 0.2; \
	done
	@$(SUDO) $(BPFTOOL) map dump pinned $(PIN)/uei; $(SUDO) rm -rf $(PIN)

status:
	@cat /sys/kernel/sched_ext/state
	@cat /sys/kernel/sched_ext/root/ops /sys/kernel/sched_ext/root/events 2>/dev/null || true

clean:
	rm -rf build
