// What the boards' semihosting.h offers, for programs of targets that have an
// operating system or a web assembly engine around them: run.mjs and time.mjs
// give the latter the functions that are imported here.
#pragma once

#include <stdint.h>

#ifdef __wasm__
#define MOTE_IMPORT(name) \
  __attribute__((import_module("host"), import_name(name)))
extern "C" {
MOTE_IMPORT("read") void HostRead(void* to, uint32_t bytes);
MOTE_IMPORT("write") void HostWrite(const void* from, uint32_t bytes);
MOTE_IMPORT("exit") void HostExit(int code);
}
// Called by run.mjs; the name "main" would need a C library.
#define main() __attribute__((export_name("Main"))) Main()
#else
#include <stdio.h>
#include <stdlib.h>
#endif

namespace semihosting {

inline void Open() {}

[[noreturn]] inline void Exit(int code) {
#ifdef __wasm__
  HostExit(code);
  __builtin_unreachable();
#else
  fflush(stdout);
  exit(code);
#endif
}

// Ends the program where the input ends.
inline void Read(void* to, uint32_t bytes) {
#ifdef __wasm__
  HostRead(to, bytes);
#else
  if (fread(to, 1, bytes, stdin) != bytes) Exit(0);
#endif
}

inline void Write(const void* from, uint32_t bytes) {
#ifdef __wasm__
  HostWrite(from, bytes);
#else
  if (fwrite(from, 1, bytes, stdout) != bytes) Exit(2);
#endif
}

}  // namespace semihosting
