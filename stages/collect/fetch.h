// Public data sets, downloaded and imported.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "lib/base/run.h"
#include "lib/store/store.h"
#include "stages/collect/import.h"

namespace mote {

struct PublicDataset {
  std::string name;    // "speech-commands"
  std::string url;     // of a .tar.gz
  std::string sha256;  // of the archive; "": not checked
  std::string about;   // what it holds, licence
  int64_t size_bytes = 0;
};
const std::vector<PublicDataset>& public_datasets();

// The data set of this name. Throws Error naming the known ones.
const PublicDataset& public_dataset(const std::string& name);

// Downloads the archive into `folder`, where a part of it stays until it is
// complete and checked, so that a second call goes on where the first broke
// off; imports it and removes it. With only_labels, other labels are left out.
ImportReport fetch_dataset(const PublicDataset& dataset,
                           const std::filesystem::path& folder, Store& store,
                           const std::vector<std::string>& only_labels,
                           Run& run);

}  // namespace mote
