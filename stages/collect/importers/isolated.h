// Work that may crash, done where it harms nobody.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace mote {

// Runs `work` in a child process, a copy of this one, and gives what it
// returned. Throws the Error that it threw; Error "what, name" when it crashed
// or took longer than a minute. Libraries that it needs must be loaded already.
std::vector<uint8_t> in_child(const std::function<std::vector<uint8_t>()>& work,
                              const std::string& what, const std::string& name);

}  // namespace mote
