// A file on its way from a device into the store.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "lib/dataset/dataset.h"
#include "stages/collect/edge_impulse/upload_request.h"

namespace mote {

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

// Reads a file of any kind that devices send: audio, acquisition data in JSON
// or CBOR, a picture. The sample is named LABEL/FILE with a part of the
// content's hash before the ending, since devices use names again. Its group is
// the metadata's, else the device's name, else what the file's name says; its
// side is "test" for the category testing and else undecided. Throws Error for
// what cannot be read and for a wrong signature.
Upload read_upload(const UploadRequest& request, const std::string& file_name,
                   std::span<const uint8_t> file, const SigningRules& rules);

}  // namespace mote
