// Recordings as points of a plane: those alike lie near each other.
#pragma once

#include <string>
#include <vector>

#include "lib/base/run.h"
#include "stages/collect/checks/check.h"

namespace mote {

struct MappedRecording {
  size_t sample = 0;             // its place in the data set
  double x = 0, y = 0;           // by t-SNE
  double first = 0, second = 0;  // along the principal components
  bool suspect = false;          // verify finds it a likely mislabel
};

// Of recordings that can be compared: of one kind with features of one length.
struct RecordingMap {
  std::string kind;
  size_t dimensions = 0;  // of the features
  std::vector<MappedRecording> points;
  double shares[2] = {0, 0};   // of the variance, that the components have
  double neighbours_kept = 0;  // of ten, by t-SNE
  double divergence = 0;       // of Kullback and Leibler, of t-SNE
};

inline constexpr size_t kFewestMapped = 3;

// The features by which verify compares recordings (checks/features.h),
// standardized; up to 50 principal components of them; and t-SNE of these, from
// the first two, at a perplexity of 30 or a third of the points. Largest map
// first; background and what cannot be opened is on none, nor are fewer than
// kFewestMapped recordings of a kind.
std::vector<RecordingMap> map_recordings(const Evidence& evidence,
                                         const Run& run);

}  // namespace mote
