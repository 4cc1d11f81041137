// The audio files below a folder.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mote {

struct AudioFile {
  std::filesystem::path path;
  std::string name;  // its path below the folder: "left/0a7c_nohash_0.wav"
};

struct AudioFiles {
  std::vector<AudioFile> files;       // by name
  std::vector<std::string> left_out;  // in labelled folders, but no audio
};

// Whether a name ends as those of audio files do and is not hidden (as are the
// "._" files of some archives).
bool is_audio_name(const std::filesystem::path& path);

// Files whose names end as audio files do, hidden ones left out; links are
// followed, each folder once. `path` may be a single file. Throws Error when it
// does not exist.
AudioFiles find_audio_files(const std::filesystem::path& path);

}  // namespace mote
