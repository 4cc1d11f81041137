#include "stages/collect/synthesize/speech/sentences.h"

#include <array>
#include <cctype>
#include <string_view>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/hash.h"

namespace mote {
namespace {

constexpr size_t kLongestSentence = 200;

// Draws from lists, each time with another number.
class Drawing {
 public:
  explicit Drawing(uint64_t seed) : seed_(seed) {}

  template <size_t kSize>
  std::string of(const std::array<const char*, kSize>& list) {
    return list[next() % kSize];
  }
  bool once_in(uint64_t times) { return next() % times == 0; }
  uint64_t next() { return mix64(seed_, counter_++); }

 private:
  uint64_t seed_, counter_ = 0;
};

constexpr std::array kPeople = {
    "farmer",  "teacher",   "neighbour", "doctor",    "painter", "baker",
    "child",   "visitor",   "gardener",  "carpenter", "captain", "singer",
    "student", "traveller", "shepherd",  "engineer",  "nurse",   "brother",
    "cousin",  "librarian", "postman",   "musician",  "cook",    "fisherman"};

constexpr std::array kThings = {
    "letter",  "basket",    "ladder",   "lantern",  "bicycle", "kettle",
    "blanket", "suitcase",  "mirror",   "notebook", "hammer",  "umbrella",
    "bottle",  "painting",  "envelope", "guitar",   "chair",   "pillow",
    "picture", "newspaper", "carpet",   "parcel",   "candle",  "clock",
    "boat",    "map",       "coat",     "key"};

constexpr std::array kAdjectives = {
    "old",     "young",  "quiet",   "cheerful",  "heavy",  "small",
    "broken",  "blue",   "wooden",  "friendly",  "tired",  "famous",
    "curious", "yellow", "strange", "beautiful", "narrow", "expensive"};

constexpr std::array kVerbs = {
    "carries",   "finds",   "repairs",  "forgets",   "buys",  "sells",
    "paints",    "watches", "borrows",  "describes", "hides", "cleans",
    "remembers", "moves",   "measures", "brings",    "keeps", "drops"};

constexpr std::array kPastVerbs = {
    "carried",    "found",   "repaired", "forgot",    "bought", "sold",
    "painted",    "watched", "borrowed", "described", "hid",    "cleaned",
    "remembered", "moved",   "measured", "brought",   "kept",   "dropped"};

constexpr std::array kBareVerbs = {
    "carry",    "find",  "repair",  "forget", "buy",      "sell",
    "paint",    "watch", "borrow",  "hide",   "describe", "clean",
    "remember", "move",  "measure", "bring",  "keep",     "drop"};

constexpr std::array kPlaces = {
    "behind the station",  "near the river",        "in the kitchen",
    "under the bridge",    "at the market",         "beside the old church",
    "in a small village",  "along the coast",       "between the two houses",
    "on the upper floor",  "across the valley",     "inside the workshop",
    "outside the theatre", "over the hills",        "in front of the school",
    "by the harbour",      "through the long hall", "around the corner"};

constexpr std::array kTimes = {"every morning",        "before sunset",
                               "on Thursday",          "after the storm",
                               "in early spring",      "during the holidays",
                               "late at night",        "for several weeks",
                               "once a month",         "since last winter",
                               "shortly after dinner", "in the afternoon",
                               "without any delay",    "as usual",
                               "for the third time"};

constexpr std::array kReasons = {
    "because the weather is changing", "although nobody asked for it",
    "while the others are waiting",    "if there is enough money",
    "unless the road is closed",       "so that everyone can see it",
    "because the price was fair",      "when the music begins",
    "although it was far too late",    "as soon as the bell rings"};

constexpr std::array kFeelings = {
    "It seems that",         "Most people say that",   "I believe that",
    "Everybody knows that",  "The radio says that",    "She told us that",
    "There is a story that", "They never noticed that"};

constexpr std::array kNumbers = {"three", "seven", "twelve",  "twenty",
                                 "forty", "fifty", "a dozen", "a hundred"};

std::string a_or_an(const std::string& noun) {
  const bool vowel =
      std::string_view("aeiou").find(noun.front()) != std::string_view::npos;
  return (vowel ? "an " : "a ") + noun;
}

// "the old farmer", "a farmer".
std::string noun_phrase(Drawing& draw, const std::string& noun) {
  const std::string named =
      draw.once_in(2) ? draw.of(kAdjectives) + " " + noun : noun;
  return draw.once_in(3) ? a_or_an(named) : "the " + named;
}

std::string someone(Drawing& draw) {
  return noun_phrase(draw, draw.of(kPeople));
}
std::string something(Drawing& draw) {
  return noun_phrase(draw, draw.of(kThings));
}

// " every morning", " in the kitchen before sunset", "".
std::string circumstances(Drawing& draw) {
  std::string text;
  if (!draw.once_in(3)) text += " " + draw.of(kPlaces);
  if (draw.once_in(2)) text += " " + draw.of(kTimes);
  return text;
}

std::string statement(Drawing& draw) {
  const std::string who = someone(draw);
  const std::string verb =
      draw.once_in(2) ? draw.of(kVerbs) : draw.of(kPastVerbs);
  std::string text = who + " " + verb + " " + something(draw);
  text += circumstances(draw);
  if (draw.once_in(3)) text += " " + draw.of(kReasons);
  return text;
}

std::string question(Drawing& draw) {
  static constexpr std::array kBegin = {
      "did", "will", "can", "why did", "where did", "how will", "when can"};
  const std::string begin = draw.of(kBegin);
  const std::string who = someone(draw), verb = draw.of(kBareVerbs);
  return begin + " " + who + " " + verb + " " + something(draw) + "?";
}

std::string count(Drawing& draw) {
  const std::string number = draw.of(kNumbers), thing = draw.of(kThings);
  return "there are " + number + " " + thing + "s " + draw.of(kPlaces);
}

std::string order(Drawing& draw) {
  const std::string verb = draw.of(kBareVerbs);
  return "please " + verb + " " + something(draw) + circumstances(draw);
}

std::string clauses(Drawing& draw) {
  if (draw.once_in(2)) return draw.of(kFeelings) + " " + statement(draw);
  const std::string first = statement(draw);
  return first + ", and " + statement(draw);
}

std::vector<std::string> pieces_of(std::string sentence) {
  std::vector<std::string> pieces;
  while (sentence.size() > kLongestSentence) {
    size_t cut = sentence.rfind(' ', kLongestSentence);
    if (cut == std::string::npos || cut == 0) cut = kLongestSentence;
    while (cut > 1 && (sentence[cut] & 0xC0) == 0x80) --cut;
    pieces.push_back(sentence.substr(0, cut));
    sentence.erase(0, cut);
  }
  pieces.push_back(sentence);
  return pieces;
}

bool is_said(const std::string& text) {
  for (const char c : text) {
    if (c < 0 || std::isalnum(static_cast<unsigned char>(c)) != 0) return true;
  }
  return false;
}

}  // namespace

std::string made_sentence(uint64_t number) {
  Drawing draw(mix64(hash64("sentence"), number));
  std::string text;
  switch (draw.next() % 8) {
    case 0:
      text = question(draw);
      break;
    case 1:
      text = count(draw);
      break;
    case 2:
      text = order(draw);
      break;
    case 3:
      text = clauses(draw);
      break;
    default:
      text = statement(draw);
  }
  text[0] =
      static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text.back() == '?' ? text : text + ".";
}

std::vector<std::string> read_sentences(const std::string& file) {
  const std::string text = read_text(file);
  std::vector<std::string> sentences;
  std::string sentence;
  const auto finish = [&] {
    for (std::string& piece : pieces_of(sentence)) {
      if (is_said(piece)) sentences.push_back(std::move(piece));
    }
    sentence.clear();
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i], next = i + 1 < text.size() ? text[i + 1] : '\n';
    const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!space) {
      sentence += c;
    } else if (!sentence.empty() && sentence.back() != ' ') {
      sentence += ' ';
    }
    const bool stop = c == '.' || c == '!' || c == '?';
    const bool before_space = next == ' ' || next == '\n' || next == '\r';
    if ((stop && before_space) || (c == '\n' && next == '\n')) finish();
  }
  finish();
  if (sentences.empty()) {
    throw Error("there is no sentence", file, "Give a text to be read aloud.");
  }
  return sentences;
}

}  // namespace mote
