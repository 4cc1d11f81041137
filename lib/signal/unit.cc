#include "lib/signal/unit.h"

#include <numbers>

namespace mote {
namespace {

constexpr double kDegree = std::numbers::pi / 180;

struct Unit {
  std::string_view name, quantity;
  double size;  // in the quantity's first unit
};

constexpr Unit kUnits[] = {{"m/s2", "acceleration", 1},
                           {"g", "acceleration", 9.80665},
                           {"mg", "acceleration", 9.80665e-3},
                           {"rad/s", "rate of turn", 1},
                           {"deg/s", "rate of turn", kDegree},
                           {"mdeg/s", "rate of turn", kDegree / 1000},
                           {"rad", "angle", 1},
                           {"deg", "angle", kDegree},
                           {"uT", "magnetic field", 1},
                           {"gauss", "magnetic field", 100},
                           {"mgauss", "magnetic field", 0.1},
                           {"V", "voltage", 1},
                           {"mV", "voltage", 1e-3},
                           {"uV", "voltage", 1e-6},
                           {"A", "current", 1},
                           {"mA", "current", 1e-3},
                           {"Pa", "pressure", 1},
                           {"hPa", "pressure", 100},
                           {"kPa", "pressure", 1000},
                           {"m", "length", 1},
                           {"cm", "length", 1e-2},
                           {"mm", "length", 1e-3}};

const Unit* find(std::string_view name) {
  for (const Unit& unit : kUnits) {
    if (unit.name == name) return &unit;
  }
  return nullptr;
}

}  // namespace

double unit_factor(std::string_view from, std::string_view to) {
  if (from == to) return 1;
  const Unit* const given = find(from);
  const Unit* const wanted = find(to);
  if (given == nullptr || wanted == nullptr) return 0;
  if (given->quantity != wanted->quantity) return 0;
  return given->size / wanted->size;
}

}  // namespace mote
