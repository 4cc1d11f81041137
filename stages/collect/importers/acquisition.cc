// Edge Impulse acquisition data, JSON and CBOR. Stored as signal files.
#include "stages/collect/edge_impulse/acquisition.h"

#include "stages/collect/importers/importer.h"

namespace mote {

Fit sniff_acquisition(const ImportedFile& file, const ReadOptions&) {
  return is_acquisition(file.bytes) ? Fit::kByContent : Fit::kNone;
}

FileContent read_acquisition_file(const ImportedFile& file,
                                  const ReadOptions&) {
  const Acquisition acquisition = read_acquisition(file.bytes, "", file.name);
  FileContent content = content_of_acquisition(acquisition);
  if (acquisition.signature == SignatureState::kUnchecked) {
    content.warnings.emplace_back();
    content.warnings.back().what =
        "signed, but unchecked: only mote collect serve knows the key";
  }
  return content;
}

}  // namespace mote
