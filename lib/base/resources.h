// Files that come with mote: device/ and targets/.
#pragma once

#include <filesystem>

namespace mote {

// The folder that holds device/ and targets/: $MOTE_RESOURCES if set, else
// ../share/mote beside an installed program, else the source tree it was built
// from. Throws Error when none of them does.
const std::filesystem::path& resource_folder();

}  // namespace mote
