// Versions: what was known of all samples at a moment, under a name.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/dataset/change_log.h"
#include "lib/dataset/sample.h"
#include "lib/store/store.h"

namespace mote {

struct Version {
  std::string name;    // "v1", "before cleaning"
  std::string object;  // its lines in the store
  int64_t samples = 0;
  std::string when;
  ChangeNote note;  // who and why

  bool operator==(const Version&) const = default;
};

// What a checkout did.
struct Checkout {
  int64_t added = 0, changed = 0, removed = 0;
  // Samples of the version whose recordings are gone: not brought back.
  std::vector<std::string> missing;
};

class Versions {
 public:
  // The store must outlive it.
  explicit Versions(Store& store);

  // Keeps the samples as they are now, their sides as stored. name "": the
  // next of v1, v2 ... The same name for the same samples is the same version;
  // for others it throws Error.
  Version save(std::string name, const ChangeNote& note);

  // Oldest first.
  std::vector<Version> list() const;

  // The lines (append_line) of a version by its name, of a snapshot in the
  // store by the first six or more digits of its hash, or of the samples as
  // they are ("now"). Throws Error, naming the versions, for anything else.
  std::string lines(const std::string& name) const;

  // Makes the samples what they were, as one change that can be undone.
  Checkout checkout(const std::string& name, ChangeNote note);

 private:
  std::string lines_now() const;

  Store& store_;
};

// Calls `each` for every sample that two texts of lines do not have alike:
// (before, after), one of which is null for a sample that the other lacks.
void compare_lines(
    std::string_view before, std::string_view after,
    const std::function<void(const Sample* before, const Sample* after)>& each);

// The text of a snapshot in the store; where it was written anew without what
// had to be forgotten, the new one.
std::string snapshot_text(const Store& store, const std::string& object);

}  // namespace mote
