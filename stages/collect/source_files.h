// The files below a folder.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mote {

struct FileOnDisk {
  std::filesystem::path path;
  std::string name;  // its path below the folder: "left/0a7c_nohash_0.wav"
};

// Whether a file is about others and no recording itself: manifest.csv, lists
// of sides, annotations, SOURCE.txt, LICENSE, README ...
bool is_companion_name(const std::filesystem::path& path);

// Regular files, by name; hidden ones and companions left out; links are
// followed, each folder once. `path` may be a single file. Throws Error when it
// does not exist.
std::vector<FileOnDisk> find_files(const std::filesystem::path& path);

}  // namespace mote
