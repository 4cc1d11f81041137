// One recording of a file, of any format that can be imported, as a signal.
#pragma once

#include <filesystem>

#include "lib/signal/signal.h"

namespace mote {

// The file's first sample; rate_hz where the file does not say it. Throws Error
// for what cannot be read.
Signal signal_of_file(const std::filesystem::path& path, double rate_hz);

}  // namespace mote
