// Files on their way from a device into the store.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "lib/dataset/dataset.h"
#include "stages/collect/edge_impulse/upload_request.h"
#include "stages/collect/manifest.h"

namespace mote {

// A sample of a file.
struct Upload {
  Sample sample;                // id filled in
  std::vector<uint8_t> object;  // what is stored under it
  bool refuse_duplicate = false;
};

// What signatures of acquisition data are held against.
struct SigningRules {
  std::string hmac_key;      // "": signatures cannot be checked
  bool signed_only = false;  // refuse what carries no valid signature
};

// The samples of a file in any format that can be imported. A sample is named
// LABEL/FILE with a part of its content's hash before the ending, since devices
// use names again. Its label is what `said`, label files that came with it,
// says, else the request's, else what the file says, else the file's name up to
// the first dot; its group the metadata's, else as for imported files
// (naming.h); its side that of the categories testing and validation, else
// undecided. Throws Error for what cannot be read and for a wrong signature.
std::vector<Upload> read_upload(const UploadRequest& request,
                                const std::string& file_name,
                                std::span<const uint8_t> file,
                                const ManifestEntry& said,
                                const SigningRules& rules);

}  // namespace mote
