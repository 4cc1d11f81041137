// A sample as a file that other programs read.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "lib/dataset/dataset.h"
#include "lib/store/store.h"

namespace mote {

struct SampleFile {
  std::string ending;  // ".wav", ".jpg", ".csv" ...
  std::vector<uint8_t> bytes;
};

// What Edge Impulse takes: sound as WAV, pictures as JPEG or PNG, all else as
// its acquisition JSON (a grid as a sensor a place). A WAV, JPEG or PNG file
// without fixes is as it came. Throws Error for readings that this JSON cannot
// hold: missing ones, or many without a rate.
SampleFile file_for_edge_impulse(const Sample& sample, const Dataset& dataset,
                                 const Store& store);

// What people take: sound and pictures as the files they came as (fixed ones
// as WAV and PNG), readings as CSV without times, grids and tensors as NumPy's
// .npy.
SampleFile file_for_people(const Sample& sample, const Dataset& dataset,
                           const Store& store);

// Names for files, no two alike: the sample's own without its folders and
// ending, as far as every system can have it, and the start of its content's
// hash: "0a7c_nohash_0.3f2a91c0".
class FileNames {
 public:
  std::string of(const Sample& sample);

 private:
  std::set<std::string> taken_;
};

// A text as part of a path: letters, digits, '-', '_', '.', ' ' and what is
// beyond ASCII; not empty, no '.' at its start, at most 100 bytes.
std::string safe_name(const std::string& text);

}  // namespace mote
