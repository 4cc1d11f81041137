#include <algorithm>

#include "lib/compiler/control_flow.h"
#include "lib/compiler/memory.h"

namespace mote {
namespace {

using Kind = Location::Kind;

constexpr int64_t kStateAlignment = 8;
constexpr int64_t kPieceAlignment = 4;  // kernels read and write whole words

// What the search decides for a step.
struct Choice {
  bool overlaps = false;  // the output, if it may begin before the input
  bool is_piece = false;  // nothing is copied: the smaller tensor lies within
                          // the larger one, if it may
};

// The life of each tensor's memory, by the tensor that owns it.
class Placer {
 public:
  // `choices`: one a step.
  Placer(Plan& plan, std::vector<int> storage, bool keep_tensors,
         std::vector<Choice> choices)
      : plan_(plan),
        storage_(std::move(storage)),
        shift_(storage_.size(), 0),
        keep_(keep_tensors),
        choices_(std::move(choices)) {
    plan_.tensors.assign(plan_.model.tensors.size(), Location());
    plan_.state_bytes = 0;
  }

  void run() {
    locate_fixed();
    locate_state();
    find_merged();
    drop_copies();
    find_lives();
    if (!keep_) share_memory();
    place();
    fill_in();
  }

 private:
  bool in_arena(int tensor) const {
    return plan_.tensors[tensor].kind == Kind::kArena;
  }

  void locate_fixed() {
    const Model& model = plan_.model;
    for (size_t i = 0; i < model.outputs.size(); ++i) {
      plan_.tensors[storage_[model.outputs[i]]] = {Kind::kOutput, 0,
                                                   static_cast<int>(i)};
    }
    for (size_t i = 0; i < model.inputs.size(); ++i) {
      plan_.tensors[storage_[model.inputs[i]]] = {Kind::kInput, 0,
                                                  static_cast<int>(i)};
    }
    for (Step& step : plan_.steps) {
      for (const int tensor : step.input_tensors) locate_constant(tensor);
      for (const int tensor : step.output_tensors) {
        Location& location = plan_.tensors[storage_[tensor]];
        if (location.kind == Kind::kNowhere) location.kind = Kind::kArena;
      }
    }
  }

  // Variables lie one after the other in memory of their own.
  void locate_state() {
    const std::vector<Tensor>& tensors = plan_.model.tensors;
    for (size_t t = 0; t < tensors.size(); ++t) {
      if (!tensors[t].variable || tensors[t].constant()) continue;
      plan_.tensors[t] = {Kind::kState, plan_.state_bytes, 0};
      const int64_t bytes = tensors[t].bytes();
      plan_.initial_state.push_back(
          {plan_.state_bytes, bytes, initial_value(tensors[t])});
      plan_.state_bytes +=
          (bytes + kStateAlignment - 1) / kStateAlignment * kStateAlignment;
    }
  }

  std::variant<uint8_t, Location> initial_value(const Tensor& tensor) {
    const std::vector<uint8_t>& bytes = tensor.initial;
    if (bytes.empty()) {
      // Real zero, as TensorFlow Lite Micro resets variables: only int8 has
      // another zero point than 0.
      const bool shifted = tensor.type == Type::kInt8 && tensor.quantized();
      return static_cast<uint8_t>(shifted ? tensor.zero_point() : 0);
    }
    const auto same = [&](uint8_t byte) { return byte == bytes[0]; };
    if (std::ranges::all_of(bytes, same)) return bytes[0];
    plan_.constants.push_back(
        {"State" + std::to_string(plan_.initial_state.size() + 1), tensor.type,
         bytes, 4, "what '" + tensor.name + "' holds at first"});
    return Location{Kind::kConstant, 0,
                    static_cast<int>(plan_.constants.size()) - 1};
  }

  // A constant that a kernel reads as it would a computed tensor.
  void locate_constant(int tensor) {
    const Tensor& t = plan_.model.tensors[tensor];
    if (!t.constant() || plan_.tensors[tensor].kind != Kind::kNowhere) return;
    plan_.tensors[tensor] = {Kind::kConstant, 0,
                             static_cast<int>(plan_.constants.size())};
    plan_.constants.push_back({"Tensor" + std::to_string(tensor), t.type,
                               t.data, 4, "'" + t.name + "'"});
  }

  // Tensors that several blocks write: outputs of branches, loop variables.
  void find_merged() {
    merged_.assign(plan_.tensors.size(), false);
    std::vector<int> written(plan_.tensors.size(), -1);  // in which block
    int block = 0;
    for (const Step& step : plan_.steps) {
      if (!step.is_call()) ++block;
      for (const int tensor : step.output_tensors) {
        int& where = written[storage_[tensor]];
        if (where >= 0 && where != block) merged_[storage_[tensor]] = true;
        where = block;
      }
    }
  }

  // Takes out the copies whose smaller tensor can lie within the larger one.
  void drop_copies() {
    std::vector<Step> steps;
    std::vector<Choice> choices;
    for (size_t s = 0; s < plan_.steps.size(); ++s) {
      if (choices_[s].is_piece && becomes_piece(plan_.steps[s])) continue;
      steps.push_back(std::move(plan_.steps[s]));
      choices.push_back(choices_[s]);
    }
    plan_.steps = std::move(steps);
    choices_ = std::move(choices);
  }

  int64_t bytes(int tensor) const {
    return plan_.model.tensors[tensor].bytes();
  }

  bool becomes_piece(const Step& step) {
    const int from = step.input_tensors[0], to = step.output_tensors[0];
    const bool joins = bytes(from) < bytes(to);
    const int piece = joins ? from : to, whole = joins ? to : from;
    const int owner = storage_[piece], new_owner = storage_[whole];
    const int64_t at = shift_[whole] + step.piece_offset_bytes;
    if (!in_arena(owner) || owner == new_owner ||
        !takes_pieces(new_owner, step, joins) || shift_[piece] != 0 ||
        bytes(owner) != bytes(piece) || merged_[owner] || merged_[new_owner] ||
        at % kPieceAlignment != 0) {
      return false;
    }
    move(owner, new_owner, at);
    return true;
  }

  // Whether pieces may lie in the memory of `whole`, which `step` makes or
  // reads. An output is the caller's: kernels write to it, as they do anyway,
  // but do not read from it.
  bool takes_pieces(int whole, const Step& step, bool joins) const {
    if (in_arena(whole)) return true;
    const Kind kind = plan_.tensors[whole].kind;
    if (!joins) return kind == Kind::kInput;
    return kind == Kind::kOutput && readers(step.input_tensors[0]) == 1;
  }

  // How many steps, of those that were there at first, read what `tensor`
  // holds.
  int64_t readers(int tensor) const {
    int64_t count = 0;
    for (const Operator& op : plan_.model.operators) {
      for (const int input : op.inputs) {
        count += input >= 0 && storage_[input] == storage_[tensor];
      }
    }
    return count;
  }

  // What `owner` holds lies `at` bytes into the memory of `new_owner`.
  void move(int owner, int new_owner, int64_t at) {
    for (size_t t = 0; t < storage_.size(); ++t) {
      if (storage_[t] != owner) continue;
      storage_[t] = new_owner;
      shift_[t] += at;
    }
  }

  void find_lives() {
    lives_.assign(plan_.tensors.size(), Buffer{0, -1, -1});
    const int end = static_cast<int>(plan_.steps.size());
    for (int s = 0; s < end; ++s) {
      for (const int tensor : plan_.steps[s].output_tensors) use(tensor, s);
      for (const int tensor : plan_.steps[s].input_tensors) use(tensor, s);
    }
    extend_over_loops();
    if (!keep_) return;
    for (Buffer& life : lives_) life.last = end;
  }

  // What is there before a loop and read in it is read in the next round too.
  void extend_over_loops() {
    const std::vector<size_t> targets = jump_targets(plan_.steps);
    for (size_t s = 0; s < targets.size(); ++s) {
      if (targets[s] > s) continue;
      const int begin = static_cast<int>(targets[s]), end = static_cast<int>(s);
      for (Buffer& life : lives_) {
        if (life.first < 0 || life.first >= begin || life.last < begin)
          continue;
        life.last = std::max(life.last, end);
      }
    }
  }

  void use(int tensor, int step) {
    Buffer& life = lives_[storage_[tensor]];
    life.size_bytes = std::max(life.size_bytes, shift_[tensor] + bytes(tensor));
    if (life.first < 0) life.first = step;
    life.last = std::max(life.last, step);
  }

  // Lets outputs take their input's memory where kernels can do that and
  // nobody needs the input later.
  void share_memory() {
    for (int s = 0; s < static_cast<int>(plan_.steps.size()); ++s) {
      const Step& step = plan_.steps[s];
      const bool lags = choices_[s].overlaps && step.lag_bytes >= 0;
      if ((!step.in_place && !lags) || step.output_tensors.size() != 1) {
        continue;
      }
      const int from = storage_[step.input_tensors[0]];
      const int to = storage_[step.output_tensors[0]];
      if (from == to || !in_arena(from) || !in_arena(to)) continue;
      if (lives_[from].last != s) continue;
      const bool second_too = step.input_tensors.size() > 1 &&
                              storage_[step.input_tensors[1]] == from;
      if (second_too) continue;
      if (to != step.output_tensors[0]) {
        // What another branch writes there may hold its input until then.
        const bool merged = merged_[step.output_tensors[0]];
        if (step.in_place && !merged) move_into_piece(step);
        continue;
      }
      if (lives_[to].first != s) continue;  // a branch wrote it before
      merge(from, to, shift_[step.input_tensors[0]],
            step.in_place ? 0 : (step.lag_bytes + 3) / 4 * 4);
    }
  }

  // The input of a step that works in place takes the memory of the output, a
  // piece of something larger, from the beginning.
  void move_into_piece(const Step& step) {
    const int input = step.input_tensors[0], output = step.output_tensors[0];
    const int from = storage_[input], to = storage_[output];
    if (shift_[input] != 0 || lives_[from].size_bytes > bytes(output)) return;
    lives_[to].first = std::min(lives_[to].first, lives_[from].first);
    move(from, to, shift_[output]);
  }

  // `to` begins `lag` bytes before what lies `at` bytes into `from`'s memory.
  void merge(int from, int to, int64_t at, int64_t lag) {
    const int64_t more = std::max<int64_t>(0, lag - at);  // in front
    Buffer& life = lives_[from];
    life.last = lives_[to].last;
    life.size_bytes = std::max(life.size_bytes + more,
                               at + more - lag + lives_[to].size_bytes);
    for (size_t t = 0; t < storage_.size(); ++t) {
      if (storage_[t] == from) {
        shift_[t] += more;
      } else if (storage_[t] == to) {
        storage_[t] = from;
        shift_[t] += at + more - lag;
      }
    }
  }

  void place() {
    // Host kernels may read a vector at a time; on a device words are enough.
    const bool device = plan_.isa.rfind("arm", 0) == 0;
    const int64_t alignment = device ? 4 : 32;
    std::vector<Buffer> buffers;
    std::vector<Location*> owners;
    for (size_t t = 0; t < plan_.tensors.size(); ++t) {
      if (storage_[t] != static_cast<int>(t) || !in_arena(storage_[t])) {
        continue;
      }
      buffers.push_back(lives_[t]);
      owners.push_back(&plan_.tensors[t]);
    }
    for (int s = 0; s < static_cast<int>(plan_.steps.size()); ++s) {
      Step& step = plan_.steps[s];
      if (step.cost.scratch_bytes == 0) continue;
      step.scratch.kind = Kind::kArena;
      buffers.push_back({step.cost.scratch_bytes, s, s});
      owners.push_back(&step.scratch);
    }
    const Placement placement = place_buffers(buffers, alignment);
    for (size_t i = 0; i < owners.size(); ++i) {
      owners[i]->offset_bytes = placement.offsets[i];
    }
    plan_.arena_bytes = placement.total_bytes;
    plan_.arena_lower_bound_bytes = placement.lower_bound_bytes;
  }

  void fill_in() {
    for (size_t t = 0; t < plan_.tensors.size(); ++t) {
      const int owner = storage_[t];
      if (owner == static_cast<int>(t)) continue;
      plan_.tensors[t] = plan_.tensors[owner];
      plan_.tensors[t].offset_bytes += shift_[t];
    }
    for (size_t t = 0; t < plan_.tensors.size(); ++t) {
      if (storage_[t] == static_cast<int>(t)) {
        plan_.tensors[t].offset_bytes += shift_[t];
      }
    }
    for (Step& step : plan_.steps) {
      for (const int t : step.input_tensors) {
        step.inputs.push_back(plan_.tensors[t]);
      }
      for (const int t : step.output_tensors) {
        step.outputs.push_back(plan_.tensors[t]);
      }
    }
    for (const int t : plan_.model.inputs) {
      plan_.inputs.push_back(plan_.tensors[t]);
    }
    for (const int t : plan_.model.outputs) {
      plan_.outputs.push_back(plan_.tensors[t]);
    }
  }

  Plan& plan_;
  std::vector<int> storage_;
  std::vector<int64_t> shift_;  // where a tensor lies in its owner's memory
  bool keep_;
  std::vector<Choice> choices_;  // a step
  std::vector<bool> merged_;     // by owner
  std::vector<Buffer> lives_;    // by owner
};

// Tries choices and keeps those that make the arena no larger.
class ChoiceSearch {
 public:
  ChoiceSearch(const Plan& plan, const std::vector<int>& storage,
               bool keep_tensors)
      : plan_(plan),
        storage_(storage),
        keep_(keep_tensors),
        choices_(plan.steps.size()),
        best_(placed(choices_)) {}

  Plan run() && {
    if (keep_) return std::move(best_);
    for (size_t s = 0, end; s < plan_.steps.size(); s = end) {
      end = s + 1;
      while (end < plan_.steps.size() && belong_together(s, end)) ++end;
      if (try_pieces(s, end)) continue;
      for (size_t one = s; one < end; ++one) try_pieces(one, one + 1);
    }
    overlap_all();
    for (size_t s = 0; s < plan_.steps.size(); ++s) try_overlap(s);
    return std::move(best_);
  }

 private:
  Plan placed(const std::vector<Choice>& choices) const {
    Plan plan = plan_;
    Placer(plan, storage_, keep_, choices).run();
    return plan;
  }

  // Copies into one tensor, or out of one.
  bool belong_together(size_t a, size_t b) const {
    const Step &first = plan_.steps[a], &second = plan_.steps[b];
    return first.piece_offset_bytes >= 0 && second.piece_offset_bytes >= 0 &&
           (first.input_tensors == second.input_tensors ||
            first.output_tensors == second.output_tensors);
  }

  // Whether the copies of steps [first, end) are gone, if there were any.
  bool try_pieces(size_t first, size_t end) {
    if (plan_.steps[first].piece_offset_bytes < 0) return true;
    std::vector<Choice> choices = choices_;
    for (size_t s = first; s < end; ++s) choices[s].is_piece = true;
    return keep_if(std::move(choices), best_.arena_bytes);
  }

  // Of several layers that need the most memory one alone saves nothing.
  void overlap_all() {
    std::vector<Choice> choices = choices_;
    for (Choice& choice : choices) choice.overlaps = true;
    keep_if(std::move(choices), best_.arena_bytes - 1);
  }

  void try_overlap(size_t step) {
    if (plan_.steps[step].lag_bytes < 0) return;
    std::vector<Choice> choices = choices_;
    choices[step].overlaps = !choices[step].overlaps;
    keep_if(std::move(choices), best_.arena_bytes - 1);
  }

  bool keep_if(std::vector<Choice> choices, int64_t arena_bytes) {
    Plan candidate = placed(choices);
    if (candidate.arena_bytes > arena_bytes) return false;
    choices_ = std::move(choices);
    best_ = std::move(candidate);
    return true;
  }

  const Plan& plan_;
  const std::vector<int>& storage_;
  const bool keep_;
  std::vector<Choice> choices_;
  Plan best_;
};

}  // namespace

void place_tensors(Plan& plan, std::vector<int> storage, bool keep_tensors) {
  plan = ChoiceSearch(plan, storage, keep_tensors).run();
}

}  // namespace mote
