#include <fmt/ranges.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/collect.h"
#include "app/cli/console.h"
#include "app/cli/import_report.h"
#include "app/workflow/project.h"
#include "lib/settings/units.h"
#include "stages/collect/synthesize/sensors/sensor_model.h"
#include "stages/collect/synthesize/similar/similar_words.h"
#include "stages/collect/synthesize/speech/running_speech.h"
#include "stages/collect/synthesize/synthesize.h"
#include "stages/collect/synthesize/synthesize_sensor.h"

namespace mote {
namespace {

constexpr int kClipsOfASimilarText = 12;

struct SynthesizeChoice {
  std::vector<std::string> words, similar_to;
  SynthesizeOptions options;
  SimilarOptions similar;
  std::string speech;  // how much: "10min"
  SpeechOptions speech_options;
  std::string sensor;
  int groups = SensorOptions().individuals;
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

std::string axes_of(const SensorModel& model) {
  std::string text;
  for (const Axis& axis : model.axes) {
    text +=
        fmt::format("{}{} {}", text.empty() ? "" : ", ", axis.name, axis.unit);
  }
  return text;
}

int list_sensors(Console& console) {
  auto sensors = nlohmann::json::array();
  for (const SensorModel& model : sensor_models()) {
    console.print("{}: {}; {:g} Hz, {:g} s", model.name, axes_of(model),
                  model.rate_hz, model.seconds);
    auto labels = nlohmann::json::array();
    for (const SensorLabel& label : model.labels) {
      console.print("  {:<16}{}", label.name, label.meaning);
      labels.push_back({{"label", label.name}, {"meaning", label.meaning}});
    }
    sensors.push_back({{"sensor", model.name},
                       {"rate_hz", model.rate_hz},
                       {"seconds", model.seconds},
                       {"labels", labels}});
  }
  console.result({{"sensors", sensors}});
  return 0;
}

ImportReport make_sensor(const SynthesizeChoice& choice, Store& store,
                         Run& run) {
  SensorOptions options;
  options.labels = choice.words;
  options.individuals = choice.groups;
  if (choice.clips > 0) options.takes = choice.clips;
  return synthesize_sensor(choice.sensor, store, options, run);
}

int list_similar(const SynthesizeChoice& choice, const Project& project,
                 Console& console) {
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

// "10min", "90 s", "600".
double seconds_of(const std::string& text) {
  constexpr double kMost_s = 24 * 3600;
  const auto quantity = parse_quantity(text);
  const auto seconds =
      quantity
          ? convert_unit(quantity->value,
                         quantity->unit.empty() ? "s" : quantity->unit, "s")
          : std::nullopt;
  if (!seconds || !(*seconds > 0 && *seconds <= kMost_s)) {
    throw UsageError("'" + text + "' is no length of speech", "--speech",
                     "Write 90s, 10min or 2h; at most 24h.");
  }
  return *seconds;
}

ImportReport make_speech(const SynthesizeChoice& choice, const Project& project,
                         Run& run) {
  SpeechOptions options = choice.speech_options;
  options.seconds = seconds_of(choice.speech);
  options.language = choice.options.language;
  options.shares = split_shares(project);
  for (const std::string& word : project.requirements().words()) {
    options.without.push_back(word);
  }
  return synthesize_speech(project.store(), options, run);
}

// For the log: what was asked for.
std::string note_of(const SynthesizeChoice& choice) {
  std::string note = "synthesize";
  if (!choice.sensor.empty()) note += " " + choice.sensor;
  if (!choice.words.empty()) {
    note += fmt::format(" {}", fmt::join(choice.words, ", "));
  }
  if (!choice.similar_to.empty()) {
    note += fmt::format(" similar to {}", fmt::join(choice.similar_to, ", "));
  }
  if (!choice.speech.empty()) note += " speech " + choice.speech;
  return choice.noise ? note + " noise" : note;
}

ImportReport make_all(const SynthesizeChoice& choice, const Project& project,
                      Run& run) {
  if (!choice.sensor.empty()) return make_sensor(choice, project.store(), run);
  const int usual = SynthesizeOptions().clips_per_word;
  ImportReport report;
  if (!choice.words.empty()) {
    report.add(synthesize_words(choice.words, project.store(),
                                options_with_clips(choice, usual), run));
  }
  if (!choice.similar_to.empty()) {
    report.add(make_similar(choice, project, run));
  }
  if (!choice.speech.empty()) report.add(make_speech(choice, project, run));
  if (choice.noise) report.add(synthesize_noise(project.store(), run));
  return report;
}

int synthesize(const SynthesizeChoice& choice, Console& console,
               const CommonOptions& common) {
  if (choice.list && choice.similar_to.empty()) return list_sensors(console);
  const Project project = Project::open(common.project, common.overrides);
  if (choice.list) return list_similar(choice, project, console);
  Run run = console.run(common.threads);
  const ChangeScope change(project.store(), {note_of(choice), "", ""});
  return finish_import(make_all(choice, project, run), console);
}

void check_choice(const SynthesizeChoice& choice) {
  if (choice.words.empty() && choice.similar_to.empty() && !choice.noise &&
      choice.sensor.empty() && choice.speech.empty() && !choice.list) {
    throw UsageError("there is nothing to synthesize", "",
                     "Give words, --similar-to WORD, --speech 10min, --sensor "
                     "NAME or --noise.");
  }
  if (!choice.sensor.empty() &&
      (!choice.similar_to.empty() || choice.noise || !choice.speech.empty() ||
       !choice.options.label.empty())) {
    throw UsageError("--sensor makes readings, not sound", "",
                     "Leave out --similar-to, --speech, --noise and --label.");
  }
  const SpeechOptions& speech = choice.speech_options;
  if (choice.speech.empty() && (!speech.text_file.empty() ||
                                !speech.without.empty() || speech.background)) {
    throw UsageError("--text, --without and --background are of speech", "",
                     "Say how much: --speech 10min.");
  }
  if (choice.clips < 0 || choice.clips > 100000) {
    throw UsageError("--clips must be from 1 to 100000");
  }
  if (choice.similar.count < 1 || choice.similar.count > 10000) {
    throw UsageError("--count must be from 1 to 10000");
  }
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
  arguments.flag("--list", choice.list,
                 "only show them, with their distances; without "
                 "--similar-to: the sensors and their labels");
}

void declare_speech(Arguments& arguments, SynthesizeChoice& choice) {
  SpeechOptions& options = choice.speech_options;
  arguments.option("--speech", choice.speech,
                   "running speech for tests of false accepts, so long: 10min");
  arguments.option("--text", options.text_file,
                   "of speech: the text (default: sentences of a grammar)");
  arguments.option("--without", options.without,
                   "of speech: no sentence with this word, nor with one that "
                   "is listened for (repeatable)");
  arguments.flag("--background", options.background,
                 "of speech: noise to mix into training instead, by voices of "
                 "the train side");
}

void declare_sensors(Arguments& arguments, SynthesizeChoice& choice) {
  arguments.option("--sensor", choice.sensor,
                   "readings of a sensor instead, by a physical model: words "
                   "are its labels (none: all)");
  arguments.option("--groups", choice.groups,
                   "of a sensor: so many persons, machines or places");
}

}  // namespace

void declare_synthesize(Arguments& arguments) {
  auto choice = std::make_shared<SynthesizeChoice>();
  arguments.positionals("WORD", choice->words,
                        "words or phrases; a sensor's labels", false);
  arguments.option("--clips", choice->clips,
                   "recordings of each word (default: 120; 12 of what sounds "
                   "like a wake word; 5 of a sensor's group and label)");
  arguments.option("--label", choice->options.label,
                   "the label of all of them (default: the word)");
  arguments.option("--language", choice->options.language,
                   "of espeak-ng: de, fr-fr, cmn ...");
  declare_similar(arguments, *choice);
  declare_speech(arguments, *choice);
  declare_sensors(arguments, *choice);
  arguments.flag("--noise", choice->noise,
                 "background noise too: white, pink, brown, hum, fan, babble");
  arguments.runs_stages();
  arguments.examples(
      "  mote collect synthesize yes no --noise\n"
      "  mote collect synthesize \"turn it on\" \"switch it on\" --label on\n"
      "  mote collect synthesize ja nein --language de\n"
      "  mote collect synthesize --similar-to marvin --list\n"
      "  mote collect synthesize \"hey mote\" --similar-to \"hey mote\"\n"
      "  mote collect synthesize --speech 10min\n"
      "  mote collect synthesize --sensor vibrometer healthy imbalance\n"
      "  mote collect synthesize --list\n");
  arguments.action([choice](Console& console, const CommonOptions& common) {
    check_choice(*choice);
    return synthesize(*choice, console, common);
  });
}

}  // namespace mote
