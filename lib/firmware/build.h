// Sources to a program, with the compiler of a target.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "lib/base/run.h"
#include "lib/compiler/target.h"

namespace mote {

// A file of a firmware project, its path relative to the project's src/.
struct SourceFile {
  std::filesystem::path path;
  std::string text;
};

// Writes the files below `folder`.
void write_sources(const std::vector<SourceFile>& files,
                   const std::filesystem::path& folder);

struct BuildOptions {
  std::string standard = "c++14";
  std::vector<std::string> flags;  // further ones: "-Werror"
  // An archive of all objects but main's, when not empty.
  std::filesystem::path library;
};

// Compiles every .cc below `source_folder` (on run.threads threads) and links
// `program`; a link.ld there is the memory map of a board without an operating
// system. Throws Error with the compiler's first messages when it fails, or
// when the compiler is not installed.
//
// Always with -O2: on micro_speech's Cortex-M4 firmware -O3 gives
// the same count of instructions and 1.8 KB more code, -Os 12 % more
// instructions and 2.1 KB less.
void build_program(const Target& target,
                   const std::filesystem::path& source_folder,
                   const std::filesystem::path& program,
                   const BuildOptions& options, Run& run);

// What build_program does, as a Makefile for the sources' own folder: whoever
// gets the sources builds them without mote.
std::string makefile(const Target& target, bool has_memory_map,
                     const std::string& program);

// The command that build_program uses for one source.
std::vector<std::string> compile_command(const Target& target,
                                         const BuildOptions& options,
                                         const std::filesystem::path& source,
                                         const std::filesystem::path& object);

}  // namespace mote
