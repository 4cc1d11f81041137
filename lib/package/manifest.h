// The text inside a .mote file that says what the package is.
#pragma once

#include <string>

#include "lib/package/package.h"

namespace mote {

// JSON, indented, with everything of the package but the model's bytes, of
// which it has the length and SHA-256.
std::string write_manifest(const Package& package);

// A package without its model, and what the model must be. Throws Error
// naming the field that is missing or wrong.
struct Manifest {
  Package package;
  size_t model_bytes = 0;
  std::string model_sha256;
};
Manifest read_manifest(const std::string& text, const std::string& where);

}  // namespace mote
