#include "lib/dataset/labelling.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "lib/base/error.h"

namespace mote {
namespace {

std::string words_for(const Query& query) {
  return query.is_everything() ? "everything" : "'" + query.text() + "'";
}

void require_text(const std::string& text, const std::string& what) {
  if (text.empty()) throw UsageError("a " + what + " must not be empty");
}

}  // namespace

Query query_of_label(const std::string& label) {
  return Query::parse("label=" + query_quoted(label));
}

int64_t Labelling::set(const Query& query, const std::string& column,
                       std::string_view value, ChangeNote& note,
                       const std::string& what) {
  if (note.what.empty()) note.what = what;
  return log_.record(note, [&] { return table_.set(query, column, value); });
}

int64_t Labelling::edit(const Query& query, const std::string& column,
                        const SampleTable::Edit& edit, ChangeNote& note,
                        const std::string& what) {
  if (note.what.empty()) note.what = what;
  return log_.record(note, [&] { return table_.edit(query, column, edit); });
}

void Labelling::require_samples(const std::string& label) const {
  if (table_.count(query_of_label(label)) > 0) return;
  throw Error("no sample has the label '" + label + "'", "",
              "mote collect split lists the labels.");
}

int64_t Labelling::relabel(const Query& query, const std::string& label,
                           ChangeNote note) {
  require_text(label, "label");
  return set(query, "label", label, note,
             fmt::format("relabel {} as '{}'", words_for(query), label));
}

int64_t Labelling::rename(const std::string& label, const std::string& to,
                          ChangeNote note) {
  if (note.what.empty()) {
    note.what = fmt::format("rename label '{}' to '{}'", label, to);
  }
  return log_.record(note, [&] {
    require_samples(label);
    if (table_.count(query_of_label(to)) > 0) {
      throw Error("there are samples with the label '" + to + "' already", "",
                  "To make one label of both: mote collect merge.");
    }
    return relabel(query_of_label(label), to, note);
  });
}

int64_t Labelling::merge(const std::vector<std::string>& labels,
                         const std::string& into, ChangeNote note) {
  if (note.what.empty()) {
    note.what = fmt::format("merge labels '{}' into '{}'",
                            fmt::join(labels, "', '"), into);
  }
  return log_.record(note, [&] {
    int64_t samples = 0;
    for (const std::string& label : labels) {
      require_samples(label);
      samples += relabel(query_of_label(label), into, note);
    }
    return samples;
  });
}

int64_t Labelling::regroup(const Query& query, const std::string& group,
                           ChangeNote note) {
  require_text(group, "group");
  return set(query, "group_name", group, note,
             fmt::format("put {} into group '{}'", words_for(query), group));
}

int64_t Labelling::exclude(const Query& query, ChangeNote note) {
  if (note.why.empty()) {
    throw UsageError("an exclusion needs a reason", "--why",
                     "Give one: --why 'somebody coughs'.");
  }
  const std::string reason = note.why;
  return set(query, "excluded", reason, note, "exclude " + words_for(query));
}

int64_t Labelling::include(const Query& query, ChangeNote note) {
  return set(query, "excluded", "", note, "include " + words_for(query));
}

int64_t Labelling::set_metadata(const Query& query, const std::string& key,
                                const std::string& value, ChangeNote note) {
  require_text(key, "key of metadata");
  const auto change = [&](std::string_view text) {
    auto metadata = parse_metadata(text);
    metadata.erase(key);
    if (!value.empty()) metadata.emplace(key, value);
    return text_of(metadata);
  };
  return edit(query, "metadata", change, note,
              fmt::format("set {}={} of {}", key, value, words_for(query)));
}

int64_t Labelling::add_range(const Query& query, const TimeRange& range,
                             ChangeNote note) {
  require_text(range.label, "label");
  if (!(range.start_s >= 0 && range.end_s > range.start_s)) {
    throw UsageError("a range goes from a start to a later end, in seconds");
  }
  const auto append = [&](std::string_view text) {
    auto ranges = parse_ranges(text);
    ranges.push_back(range);
    return text_of(ranges);
  };
  if (note.what.empty()) {
    note.what = fmt::format("mark {} to {} s of {} as '{}'", range.start_s,
                            range.end_s, words_for(query), range.label);
  }
  return log_.record(note, [&] {
    table_.each(query, [&](const SampleText& sample) {
      if (range.end_s <= sample.seconds()) return;
      throw Error(
          fmt::format("the range ends at {} s, after the recording's end",
                      range.end_s),
          std::string(sample.name), "mote collect show says how long it is.");
    });
    return table_.edit(query, "ranges", append);
  });
}

int64_t Labelling::clear_ranges(const Query& query, ChangeNote note) {
  return set(query, "ranges", "", note,
             "clear the ranges of " + words_for(query));
}

int64_t Labelling::add_fix(const Query& query, const Fix& fix,
                           ChangeNote note) {
  const auto append = [&](std::string_view text) {
    auto fixes = parse_fixes(text);
    fixes.push_back(fix);
    return text_of(fixes);
  };
  return edit(query, "fixes", append, note,
              "fix " + words_for(query) + ": " + fix.text());
}

int64_t Labelling::clear_fixes(const Query& query, ChangeNote note) {
  return set(query, "fixes", "", note,
             "take the fixes from " + words_for(query));
}

}  // namespace mote
