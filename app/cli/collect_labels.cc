// The commands that change what is known of samples, many at a time.
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/collect.h"
#include "app/cli/console.h"
#include "lib/dataset/labelling.h"
#include "stages/collect/segment.h"

namespace mote {
namespace {

// What these commands are given; each uses some of it.
struct LabelChoice {
  std::string query, text, key;
  std::vector<std::string> labels;
  double start_s = 0, end_s = 0;
  bool clear = false;
  ChangeNote note;
};

using LabelWork = std::function<int64_t(Labelling&, const LabelChoice&)>;

Action label_action(std::shared_ptr<LabelChoice> choice, LabelWork work) {
  return [choice, work](Console& console, const CommonOptions& common) {
    const Project project = Project::open(common.project);
    require_recordings(SampleTable(project.store()));
    Labelling labelling(project.store(), split_shares(project));
    const int64_t samples = work(labelling, *choice);
    console.print("{} sample(s) changed{}", samples,
                  samples > 0 ? " (mote collect undo takes it back)" : "");
    console.result({{"changed", samples}});
    return 0;
  };
}

std::shared_ptr<LabelChoice> begin(Arguments& arguments, bool by_query) {
  auto choice = std::make_shared<LabelChoice>();
  if (by_query) {
    arguments.positional("QUERY", choice->query,
                         "which samples: 'label=left and duration<0.8'");
  }
  arguments.in_project();
  note_options(arguments, choice->note);
  return choice;
}

void declare_relabel(Arguments& arguments) {
  auto choice = begin(arguments, true);
  arguments.positional("LABEL", choice->text, "their label from now on");
  arguments.examples(
      "  mote collect relabel 'name~anna_7' right --why 'she says right'\n"
      "  mote collect relabel 'label=go and duration<0.4' noise\n");
  arguments.action(label_action(choice, [](Labelling& labelling,
                                           const LabelChoice& given) {
    return labelling.relabel(Query::parse(given.query), given.text, given.note);
  }));
}

void declare_rename(Arguments& arguments) {
  auto choice = begin(arguments, false);
  arguments.positional("LABEL", choice->key, "a label");
  arguments.positional("NEW", choice->text, "its new name");
  arguments.examples("  mote collect rename lef left\n");
  arguments.action(
      label_action(choice, [](Labelling& labelling, const LabelChoice& given) {
        return labelling.rename(given.key, given.text, given.note);
      }));
}

void declare_merge(Arguments& arguments) {
  auto choice = begin(arguments, false);
  arguments.positionals("LABEL", choice->labels, "labels");
  arguments.option("--into", choice->text, "the label that they become");
  arguments.examples("  mote collect merge cat dog bird --into animal\n");
  arguments.action(
      label_action(choice, [](Labelling& labelling, const LabelChoice& given) {
        if (given.text.empty()) throw UsageError("--into LABEL is missing");
        return labelling.merge(given.labels, given.text, given.note);
      }));
}

void declare_regroup(Arguments& arguments) {
  auto choice = begin(arguments, true);
  arguments.positional("GROUP", choice->text, "who or what made them");
  arguments.examples("  mote collect regroup 'name~/anna_' anna\n");
  arguments.action(label_action(choice, [](Labelling& labelling,
                                           const LabelChoice& given) {
    return labelling.regroup(Query::parse(given.query), given.text, given.note);
  }));
}

void declare_exclude(Arguments& arguments) {
  auto choice = begin(arguments, true);
  arguments.examples("  mote collect exclude 'duration<0.3' --why 'cut off'\n");
  arguments.action(
      label_action(choice, [](Labelling& labelling, const LabelChoice& given) {
        return labelling.exclude(Query::parse(given.query), given.note);
      }));
}

void declare_include(Arguments& arguments) {
  auto choice = begin(arguments, true);
  arguments.examples("  mote collect include 'excluded~cut'\n");
  arguments.action(
      label_action(choice, [](Labelling& labelling, const LabelChoice& given) {
        return labelling.include(Query::parse(given.query), given.note);
      }));
}

void declare_tag(Arguments& arguments) {
  auto choice = begin(arguments, true);
  arguments.positional("KEY=VALUE", choice->text,
                       "metadata; an empty VALUE takes the key away");
  arguments.examples("  mote collect tag 'group=anna' device=nano33\n");
  arguments.action(
      label_action(choice, [](Labelling& labelling, const LabelChoice& given) {
        const size_t sign = given.text.find('=');
        if (sign == std::string::npos) {
          throw UsageError("KEY=VALUE is expected", given.text);
        }
        return labelling.set_metadata(Query::parse(given.query),
                                      given.text.substr(0, sign),
                                      given.text.substr(sign + 1), given.note);
      }));
}

void declare_range(Arguments& arguments) {
  auto choice = begin(arguments, true);
  arguments.option("--start", choice->start_s, "where it starts, in seconds");
  arguments.option("--end", choice->end_s, "where it ends, in seconds");
  arguments.option("--label", choice->text, "what is heard there");
  arguments.flag("--clear", choice->clear, "take all their ranges away");
  arguments.examples(
      "  mote collect range 'name=night.wav' --start 3.2 --end 4 --label "
      "cough\n");
  arguments.action(
      label_action(choice, [](Labelling& labelling, const LabelChoice& given) {
        const Query query = Query::parse(given.query);
        if (given.clear) return labelling.clear_ranges(query, given.note);
        return labelling.add_range(
            query, {given.start_s, given.end_s, given.text}, given.note);
      }));
}

void declare_fix(Arguments& arguments) {
  auto choice = begin(arguments, true);
  arguments.positional("FIX", choice->text,
                       "'trim START END', remove_dc, 'gain DB', 'rate HZ', "
                       "'unit UNIT', 'convert UNIT'",
                       false);
  arguments.flag("--clear", choice->clear, "take all their fixes away");
  arguments.examples(
      "  mote collect fix 'group=anna' 'trim 0.2 1.2'\n"
      "  mote collect fix 'origin=kitchen' remove_dc\n"
      "  mote collect fix 'origin=watch' 'unit m/s2'\n"
      "  mote collect fix 'fixes>0' --clear\n");
  arguments.action(
      label_action(choice, [](Labelling& labelling, const LabelChoice& given) {
        const Query query = Query::parse(given.query);
        if (given.clear) return labelling.clear_fixes(query, given.note);
        return labelling.add_fix(query, Fix::parse(given.text), given.note);
      }));
}

struct SegmentChoice {
  std::string query;
  SegmentOptions options;
  ChangeNote note;
};

int segment(const SegmentChoice& choice, Console& console,
            const CommonOptions& common) {
  const Query query = Query::parse(choice.query);
  const Project project = Project::open(common.project, common.overrides);
  require_recordings(SampleTable(project.store()));
  Run run = console.run(common.threads);
  const SegmentReport report =
      segment_recordings(project.store(), query, split_shares(project),
                         choice.options, choice.note, run);
  console.print("{} {} in {} recording(s)", report.parts,
                choice.options.as_samples ? "sample(s) cut" : "range(s) marked",
                report.recordings);
  if (!report.without.empty()) {
    console.print("  without activity: {}{}", report.without.front(),
                  report.without.size() > 1
                      ? fmt::format(" and {} more", report.without.size() - 1)
                      : "");
  }
  console.result({{"recordings", report.recordings},
                  {"parts", report.parts},
                  {"without_activity", report.without}});
  return 0;
}

void declare_segment(Arguments& arguments) {
  auto choice = std::make_shared<SegmentChoice>();
  SegmentOptions& options = choice->options;
  arguments.positional("QUERY", choice->query,
                       "which recordings: 'duration>10'");
  arguments.option("--label", options.label,
                   "of the parts (default: the recording's)");
  arguments.flag("--samples", options.as_samples,
                 "cut the parts out as new samples (default: mark ranges)");
  arguments.option("--threshold", options.threshold_db,
                   "dB above the recording's quiet level");
  arguments.option("--min", options.min_s, "seconds of the shortest part");
  arguments.option("--gap", options.gap_s,
                   "seconds of the longest pause within a part");
  arguments.option("--margin", options.margin_s,
                   "seconds kept before and after");
  note_options(arguments, choice->note);
  arguments.runs_stages();
  arguments.examples(
      "  mote collect segment 'name=night.wav' --label cough\n"
      "  mote collect segment 'duration>10' --samples --min 0.3\n");
  arguments.action([choice](Console& console, const CommonOptions& common) {
    return segment(*choice, console, common);
  });
}

}  // namespace

void declare_collect_labels(Arguments& arguments) {
  arguments.subcommand("relabel", "give samples another label",
                       declare_relabel);
  arguments.subcommand("rename", "rename a label", declare_rename);
  arguments.subcommand("merge", "make one label of several", declare_merge);
  arguments.subcommand("regroup", "say who or what made samples",
                       declare_regroup);
  arguments.subcommand("exclude", "leave samples out, with a reason",
                       declare_exclude);
  arguments.subcommand("include", "use excluded samples again",
                       declare_include);
  arguments.subcommand("tag", "give samples metadata", declare_tag);
  arguments.subcommand("range", "label a part of a recording", declare_range);
  arguments.subcommand("segment", "find where something happens",
                       declare_segment);
  arguments.subcommand("fix", "mend recordings when they are opened",
                       declare_fix);
}

}  // namespace mote
