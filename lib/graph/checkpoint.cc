// The checkpoint file: docs/checkpoint_format.md. All numbers little-endian.
//
//   8 bytes  "MOTECKPT"
//   u32      version, 1
//   u32      length of the header
//   header   JSON: graph, scores, measures
//   floats   the weights' values, in the order of weight_shapes(graph)
//   32 bytes SHA-256 of everything before
#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>
#include <span>
#include <string_view>

#include "lib/base/error.h"
#include "lib/base/hash.h"
#include "lib/graph/graph.h"
#include "lib/graph/layers/layer_type.h"

namespace mote {
namespace {

static_assert(std::endian::native == std::endian::little);

using nlohmann::json;

constexpr std::string_view kMagic = "MOTECKPT";
constexpr uint32_t kVersion = 1;
constexpr size_t kPreamble = 16;
constexpr size_t kHashBytes = 32;

json to_json(const Shape& shape) {
  return json::array({shape.height, shape.width, shape.channels});
}

Shape shape_from(const json& value) {
  return {value.at(0).get<int>(), value.at(1).get<int>(),
          value.at(2).get<int>()};
}

json to_json(const Layer& layer) {
  return {{"name", layer.name},
          {"kind", layer_type(layer.kind).name},
          {"inputs", layer.inputs},
          {"kernel", layer.kernel},
          {"stride", layer.stride},
          {"filters", layer.filters},
          {"multiplier", layer.multiplier},
          {"bias", layer.bias},
          {"rate", layer.rate},
          {"shape", to_json(layer.shape)}};
}

Layer layer_from(const json& value) {
  Layer layer;
  value.at("name").get_to(layer.name);
  layer.kind = layer_type(value.at("kind").get<std::string>()).kind;
  value.at("inputs").get_to(layer.inputs);
  value.at("kernel").get_to(layer.kernel);
  value.at("stride").get_to(layer.stride);
  value.at("filters").get_to(layer.filters);
  value.at("multiplier").get_to(layer.multiplier);
  value.at("bias").get_to(layer.bias);
  value.at("rate").get_to(layer.rate);
  layer.shape = shape_from(value.at("shape"));
  return layer;
}

json to_json(const Graph& graph) {
  json layers = json::array();
  for (const Layer& layer : graph.layers) layers.push_back(to_json(layer));
  return {{"name", graph.name},
          {"input", to_json(graph.input)},
          {"layers", layers},
          {"classes", graph.classes}};
}

Graph graph_from(const json& value) {
  Graph graph;
  value.at("name").get_to(graph.name);
  graph.input = shape_from(value.at("input"));
  for (const json& layer : value.at("layers")) {
    graph.layers.push_back(layer_from(layer));
  }
  value.at("classes").get_to(graph.classes);
  return graph;
}

json to_json(const ScoreMapping& scores) {
  return {{"labels", scores.labels},
          {"logits", scores.logits},
          {"groups", scores.groups},
          {"log_priors", scores.log_priors}};
}

ScoreMapping scores_from(const json& value) {
  ScoreMapping scores;
  value.at("labels").get_to(scores.labels);
  value.at("logits").get_to(scores.logits);
  value.at("groups").get_to(scores.groups);
  value.at("log_priors").get_to(scores.log_priors);
  return scores;
}

std::vector<uint8_t> hash_bytes(std::span<const uint8_t> bytes) {
  const std::string hex = sha256(bytes);
  std::vector<uint8_t> hash;
  for (size_t i = 0; i < hex.size(); i += 2) {
    hash.push_back(
        static_cast<uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  }
  return hash;
}

void append(std::vector<uint8_t>& bytes, const void* data, size_t size) {
  const auto* begin = static_cast<const uint8_t*>(data);
  bytes.insert(bytes.end(), begin, begin + size);
}

[[noreturn]] void refuse(const std::string& what, const std::string& where) {
  throw Error(what, where, "Train again with: mote train");
}

// Checks length, magic, version and hash; returns header and values.
struct Sections {
  std::string_view header;
  std::span<const uint8_t> values;
};

Sections open_sections(std::span<const uint8_t> bytes,
                       const std::string& where) {
  if (bytes.size() < kPreamble + kHashBytes ||
      std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) != 0) {
    refuse("not a checkpoint of mote, or cut short", where);
  }
  const auto body = bytes.first(bytes.size() - kHashBytes);
  const std::vector<uint8_t> hash = hash_bytes(body);
  if (std::memcmp(hash.data(), body.data() + body.size(), kHashBytes) != 0) {
    refuse("the checkpoint is cut short or was changed", where);
  }
  uint32_t version = 0, header_size = 0;
  std::memcpy(&version, bytes.data() + 8, 4);
  std::memcpy(&header_size, bytes.data() + 12, 4);
  if (version != kVersion) {
    refuse("the checkpoint is of version " + std::to_string(version) +
               ", this mote reads " + std::to_string(kVersion),
           where);
  }
  if (header_size > body.size() - kPreamble) {
    refuse("the checkpoint's header has a wrong length", where);
  }
  const auto* text = reinterpret_cast<const char*>(bytes.data()) + kPreamble;
  return {{text, header_size}, body.subspan(kPreamble + header_size)};
}

void read_values(Checkpoint& checkpoint, std::span<const uint8_t> values,
                 const std::string& where) {
  const std::vector<WeightShape> weights = weight_shapes(checkpoint.graph);
  uint64_t wanted = 0;
  for (const WeightShape& weight : weights) wanted += weight.size();
  if (values.size() != wanted * sizeof(float)) {
    refuse("the checkpoint's weights do not fit its graph", where);
  }
  size_t offset = 0;
  for (const WeightShape& weight : weights) {
    std::vector<float>& target = checkpoint.weights[weight.name];
    target.resize(weight.size());
    std::memcpy(target.data(), values.data() + offset,
                target.size() * sizeof(float));
    offset += target.size() * sizeof(float);
  }
}

}  // namespace

std::vector<uint8_t> write_checkpoint(const Checkpoint& checkpoint) {
  const std::string header = json{
      {"graph", to_json(checkpoint.graph)},
      {"scores", to_json(checkpoint.scores)},
      {"measures",
       checkpoint.measures}}.dump();
  const uint32_t header_size = static_cast<uint32_t>(header.size());
  std::vector<uint8_t> bytes;
  append(bytes, kMagic.data(), kMagic.size());
  append(bytes, &kVersion, 4);
  append(bytes, &header_size, 4);
  append(bytes, header.data(), header.size());
  for (const WeightShape& weight : weight_shapes(checkpoint.graph)) {
    const auto found = checkpoint.weights.find(weight.name);
    if (found == checkpoint.weights.end() ||
        found->second.size() != static_cast<size_t>(weight.size())) {
      throw Error(
          "the checkpoint lacks these weights or has them in a wrong "
          "size",
          weight.name);
    }
    append(bytes, found->second.data(), found->second.size() * sizeof(float));
  }
  const std::vector<uint8_t> hash = hash_bytes(bytes);
  append(bytes, hash.data(), hash.size());
  return bytes;
}

Checkpoint read_checkpoint(const std::vector<uint8_t>& bytes,
                           const std::string& where) {
  const Sections sections = open_sections(bytes, where);
  Checkpoint checkpoint;
  try {
    const json header = json::parse(sections.header);
    checkpoint.graph = graph_from(header.at("graph"));
    checkpoint.scores = scores_from(header.at("scores"));
    header.at("measures").get_to(checkpoint.measures);
  } catch (const json::exception&) {
    refuse("the checkpoint's header cannot be read", where);
  }
  read_values(checkpoint, sections.values, where);
  return checkpoint;
}

}  // namespace mote
