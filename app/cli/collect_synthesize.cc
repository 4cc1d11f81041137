#include <fmt/ranges.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/collect.h"
#include "app/cli/console.h"
#include "app/cli/import_report.h"
#include "app/workflow/project.h"
#include "stages/collect/synthesize/similar/similar_words.h"
#include "stages/collect/synthesize/synthesize.h"

namespace mote {
namespace {

constexpr int kClipsOfASimilarText = 12;

struct SynthesizeChoice {
  std::vector<std::string> words, similar_to;
  SynthesizeOptions options;
  SimilarOptions similar;
  int clips = 0;  // 0: as many as is usual
  bool noise = false, list = false;
};

SynthesizeOptions options_with_clips(const SynthesizeChoice& choice,
                                     int usual) {
  SynthesizeOptions options = choice.options;
  options.clips_per_word = choice.clips > 0 ? choice.clips : usual;
  return options;
}

std::vector<SimilarText> similar_to_all(const SynthesizeChoice& choice,
                                        const Project& project, Run& run) {
  SimilarOptions options = choice.similar;
  options.language = choice.options.language;
  options.listened_for = project.requirements().words();
  run.scratch = project.scratch("pronunciations");
  std::vector<SimilarText> all;
  for (const std::string& word : choice.similar_to) {
    for (SimilarText& text : similar_texts(word, options, run)) {
      all.push_back(std::move(text));
    }
  }
  return all;
}

void print_similar(const std::vector<SimilarText>& texts, Console& console) {
  console.print("distance  text                  sounds");
  for (const SimilarText& text : texts) {
    console.print("{:8.3f}  {:<20}  {}", text.distance, text.text, text.ipa);
  }
}

nlohmann::json json_of(const std::vector<SimilarText>& texts) {
  auto list = nlohmann::json::array();
  for (const SimilarText& text : texts) {
    list.push_back({{"text", text.text},
                    {"ipa", text.ipa},
                    {"distance", text.distance},
                    {"kind", text.kind}});
  }
  return list;
}

int list_similar(const SynthesizeChoice& choice, const Project& project,
                 Console& console) {
  if (choice.similar_to.empty()) {
    throw UsageError("--list lists what sounds like a word", "",
                     "Give it: --similar-to WORD.");
  }
  Run run = console.run(0);
  const auto texts = similar_to_all(choice, project, run);
  print_similar(texts, console);
  console.result({{"texts", json_of(texts)}});
  return 0;
}

ImportReport make_similar(const SynthesizeChoice& choice,
                          const Project& project, Run& run) {
  std::vector<std::string> texts;
  for (const SimilarText& text : similar_to_all(choice, project, run)) {
    texts.push_back(text.text);
  }
  return synthesize_words(texts, project.store(),
                          options_with_clips(choice, kClipsOfASimilarText),
                          run);
}

int synthesize(const SynthesizeChoice& choice, Console& console,
               const CommonOptions& common) {
  const Project project = Project::open(common.project, common.overrides);
  if (choice.list) return list_similar(choice, project, console);
  Run run = console.run(common.threads);
  const ChangeScope change(
      project.store(),
      {fmt::format("synthesize {}{}{}", fmt::join(choice.words, ", "),
                   choice.similar_to.empty() ? "" : " similar to ",
                   fmt::join(choice.similar_to, ", ")),
       "", ""});
  const int usual = SynthesizeOptions().clips_per_word;
  ImportReport report = synthesize_words(
      choice.words, project.store(), options_with_clips(choice, usual), run);
  if (!choice.similar_to.empty()) {
    report.add(make_similar(choice, project, run));
  }
  if (choice.noise) report.add(synthesize_noise(project.store(), run));
  return finish_import(report, console);
}

void declare_similar(Arguments& arguments, SynthesizeChoice& choice) {
  arguments.option("--similar-to", choice.similar_to,
                   "what sounds like this wake word and is not it "
                   "(repeatable)");
  arguments.option("--count", choice.similar.count,
                   "of what sounds like a wake word: so many texts");
  arguments.option("--word-list", choice.similar.word_list,
                   "a file with a word a line to choose them from (default: "
                   "the language's package)");
  arguments.flag("--list", choice.list, "only show them, with their distances");
}

}  // namespace

void declare_synthesize(Arguments& arguments) {
  auto choice = std::make_shared<SynthesizeChoice>();
  arguments.positionals("WORD", choice->words, "words or phrases", false);
  arguments.option("--clips", choice->clips,
                   "recordings of each word (default: 120; 12 of what sounds "
                   "like a wake word)");
  arguments.option("--label", choice->options.label,
                   "the label of all of them (default: the word)");
  arguments.option("--language", choice->options.language,
                   "of espeak-ng: de, fr-fr, cmn ...");
  declare_similar(arguments, *choice);
  arguments.flag("--noise", choice->noise,
                 "background noise too: white, pink, brown, hum, fan, babble");
  arguments.runs_stages();
  arguments.examples(
      "  mote collect synthesize yes no --noise\n"
      "  mote collect synthesize \"turn it on\" \"switch it on\" --label on\n"
      "  mote collect synthesize ja nein --language de\n"
      "  mote collect synthesize --similar-to marvin --list\n"
      "  mote collect synthesize \"hey mote\" --similar-to \"hey mote\"\n");
  arguments.action([choice](Console& console, const CommonOptions& common) {
    if (choice->words.empty() && choice->similar_to.empty() && !choice->noise) {
      throw UsageError("there is nothing to synthesize", "",
                       "Give words, --similar-to WORD, or --noise.");
    }
    if (choice->similar.count < 1 || choice->similar.count > 10000) {
      throw UsageError("--count must be from 1 to 10000");
    }
    return synthesize(*choice, console, common);
  });
}

}  // namespace mote
