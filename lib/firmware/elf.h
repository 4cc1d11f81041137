// What a linked program takes of a device: read from its ELF file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace mote {

struct ElfSymbol {
  std::string name;
  uint64_t address = 0;
  int64_t size_bytes = 0;
};

struct ElfImage {
  // Code, constants and the initial values of variables: what is programmed.
  int64_t flash_bytes = 0;
  // Variables, buffers, arena; without the section .stack.
  int64_t ram_bytes = 0;
  int64_t stack_reserved_bytes = 0;  // the section .stack
  std::vector<ElfSymbol> symbols;    // functions and objects, mangled names
};

// Reads a 32-bit or 64-bit little-endian ELF file (TIS ELF specification 1.2).
// Throws Error naming the file when it is none or is cut short.
ElfImage read_elf(const std::filesystem::path& path);

// The bytes to program, from the lowest load address on: what objcopy -O
// binary makes.
std::vector<uint8_t> flash_contents(const std::filesystem::path& path);

}  // namespace mote
