// The samples of a store: what is known of each, one row a sample. Made for a
// million of them: what can be counted, filtered or written row by row is not
// held in memory.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/dataset/dataset.h"
#include "lib/dataset/query.h"
#include "lib/dataset/sample_text.h"
#include "lib/dataset/splits.h"
#include "lib/store/store.h"

namespace mote {

// A data set that samples came with.
struct Origin {
  std::string name;         // "speech_commands"
  std::string licence;      // an SPDX identifier, "CC-BY-4.0"; "": unknown
  std::string attribution;  // who is to be named, and how; "": unknown

  bool operator==(const Origin&) const = default;
};

class SampleTable {
 public:
  // Makes the table when the store has none. The store must outlive it.
  // `shares` decide the sides that queries and each() speak of.
  explicit SampleTable(Store& store, const SplitShares& shares = {});

  enum class Outcome {
    kAdded,
    kUpdated,    // the same file is there, and more is known of it now
    kDuplicate,  // the same recording with the same label is there
    kConflict,   // the same recording is there as another file of another label
  };

  // Adds a sample whose object is in the store. sample.split is "" to let its
  // group decide, or the side a manifest gives it. A sample of the same name
  // takes over what is given now: label, group, side and source, and, where
  // they are given, kind, origin, metadata, ranges, boxes and fixes; an
  // exclusion stays. Durable when it returns, unless it is part of a
  // ChangeLog::record().
  Outcome add(const Sample& sample);

  // Makes a sample, there or not, exactly this; takes one away. Parts of a
  // ChangeLog::record().
  void restore(const Sample& sample);
  void remove(std::string_view id);

  // Takes over licence and attribution of an origin, where they are given.
  void describe(const Origin& origin);
  std::vector<Origin> origins() const;

  // The sample stored under an object's name.
  std::optional<Sample> find(std::string_view id) const;

  // All samples by label, then name; their splits as stored ("": undecided).
  std::vector<Sample> list() const;
  size_t count() const;

  // The samples that a query chooses, at most `limit` of them (0: all), by
  // label, then name, their sides decided; or all of them with their sides as
  // stored. The texts are valid during the call only.
  using Each = std::function<void(const SampleText&)>;
  void each(const Query& query, const Each& use, size_t limit = 0) const;
  void each_as_stored(const Each& use) const;
  size_t count(const Query& query) const;

  // Sets a column of the samples that a query chooses to `value`, or to what
  // `edit` makes of it, where that differs. Returns how many. Part of a
  // ChangeLog::record().
  int64_t set(const Query& query, const std::string& column,
              std::string_view value);
  using Edit = std::function<std::string(std::string_view)>;
  int64_t edit(const Query& query, const std::string& column, const Edit& edit);

 private:
  SideRule side_rule() const;
  void define_query_functions(const Query& query) const;
  int64_t update(const Query& query, const std::string& column,
                 const std::string& expression, std::vector<SqlValue> values);

  Store& store_;
  SplitShares shares_;
};

// The rates that recordings are opened at; 0: each its own.
struct OpeningRates {
  OpeningRates() = default;
  // One rate for both.
  OpeningRates(double rate_hz) : sound_hz(rate_hz), others_hz(rate_hz) {}
  OpeningRates(double sound, double others)
      : sound_hz(sound), others_hz(others) {}

  double of(std::string_view kind) const {
    return kind == "audio" ? sound_hz : others_hz;
  }

  double sound_hz = 0, others_hz = 0;
};

// The data set of a store as it is now: splits decided, what is excluded left
// out, signals read from the objects, decoded, fixed and resampled to `rates`
// when they are asked for. The store must outlive the data set.
Dataset open_dataset(Store& store, const SplitShares& shares,
                     const OpeningRates& rates);

}  // namespace mote
