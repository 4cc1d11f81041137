// Packages with random weights, and sounds for them to score.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/package/package.h"

namespace mote::test {

// Seconds of sound: glides in noise, or noise alone, all different.
std::vector<std::vector<int16_t>> sounds(int count);

// A network of the zoo with random weights, on a feature block with these
// settings (JSON) and what they leave open fitted to some sounds. Four labels.
Package random_package(const std::string& network, const std::string& block,
                       const std::string& settings = "{}");

}  // namespace mote::test
