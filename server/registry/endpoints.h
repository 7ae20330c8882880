// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/registry/api.h"

// Every endpoint of the HTTP API, by area; router.cpp says which path leads where.
namespace halftone::registry {

namespace agent {
Outcome self(Registry&, const Call&);
Outcome members(Registry&, const Call&);
Outcome services(Registry&, const Call&);
Outcome service(Registry&, const Call&);
Outcome checks(Registry&, const Call&);
Outcome healthById(Registry&, const Call&);
Outcome healthByName(Registry&, const Call&);
Outcome registerService(Registry&, const Call&);
Outcome deregisterService(Registry&, const Call&);
Outcome registerCheck(Registry&, const Call&);
Outcome deregisterCheck(Registry&, const Call&);
Outcome passCheck(Registry&, const Call&);
Outcome warnCheck(Registry&, const Call&);
Outcome failCheck(Registry&, const Call&);
Outcome updateCheck(Registry&, const Call&);
Outcome serviceMaintenance(Registry&, const Call&);
Outcome nodeMaintenance(Registry&, const Call&);
Outcome reload(Registry&, const Call&);
Outcome leave(Registry&, const Call&);
Outcome forceLeave(Registry&, const Call&);
Outcome join(Registry&, const Call&);
Outcome metrics(Registry&, const Call&);
}  // namespace agent

namespace catalog {
Outcome datacenters(Registry&, const Call&);
Outcome nodes(Registry&, const Call&);
Outcome services(Registry&, const Call&);
Outcome service(Registry&, const Call&);
Outcome connect(Registry&, const Call&);
Outcome node(Registry&, const Call&);
Outcome nodeServices(Registry&, const Call&);
Outcome registerEntry(Registry&, const Call&);
Outcome deregisterEntry(Registry&, const Call&);
}  // namespace catalog

namespace health {
Outcome service(Registry&, const Call&);
Outcome connect(Registry&, const Call&);
Outcome checks(Registry&, const Call&);
Outcome node(Registry&, const Call&);
Outcome state(Registry&, const Call&);
}  // namespace health

namespace kv {
Outcome get(Registry&, const Call&);
Outcome put(Registry&, const Call&);
Outcome erase(Registry&, const Call&);
}  // namespace kv

namespace txn {
Outcome apply(Registry&, const Call&);
}  // namespace txn

namespace session {
Outcome create(Registry&, const Call&);
Outcome destroy(Registry&, const Call&);
Outcome renew(Registry&, const Call&);
Outcome info(Registry&, const Call&);
Outcome list(Registry&, const Call&);
Outcome node(Registry&, const Call&);
}  // namespace session

namespace status {
Outcome leader(Registry&, const Call&);
Outcome peers(Registry&, const Call&);
// Of the one server, as the cluster's members would reach it.
[[nodiscard]] std::string serverAddress(Registry&);
}  // namespace status

namespace cluster {
Outcome raftConfiguration(Registry&, const Call&);
Outcome autopilotConfiguration(Registry&, const Call&);
Outcome coordinates(Registry&, const Call&);
Outcome coordinate(Registry&, const Call&);
Outcome wanCoordinates(Registry&, const Call&);
}  // namespace cluster

namespace event {
Outcome fire(Registry&, const Call&);
Outcome list(Registry&, const Call&);
}  // namespace event

namespace config {
Outcome apply(Registry&, const Call&);
Outcome get(Registry&, const Call&);
Outcome erase(Registry&, const Call&);
}  // namespace config

namespace mesh {
Outcome gatewayServices(Registry&, const Call&);
Outcome ingress(Registry&, const Call&);
Outcome intentions(Registry&, const Call&);
Outcome certificates(Registry&, const Call&);
}  // namespace mesh

namespace query {
Outcome list(Registry&, const Call&);
Outcome named(Registry&, const Call&);
}  // namespace query

namespace acl {
Outcome disabled(Registry&, const Call&);
}  // namespace acl

}  // namespace halftone::registry
