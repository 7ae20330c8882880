// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

// Policies that the parser and the JSON Schema both have to judge, ' in the place of ". A bad one is a good
// one with one member replaced.
namespace halftone::test {

struct BadExample {
  const char* name;
  const char* json;
  const char* pointer;  // of one of its findings
  const char* message;  // part of it
  bool schemaSees;      // whether the shape alone tells
};

#define HALFTONE_HEAD        \
  "{'apiVersion':'halftone/" \
  "v1','service':'chat','versions':{'v1':{'select':{'version':'v1'}},'v2':{}},'stable':'v1',"
#define HALFTONE_TAIL "'default':{'split':[{'version':'v1','weight':100}]}}"
#define HALFTONE_WHEN(condition)                          \
  HALFTONE_HEAD "'rules':[{'name':'a','when':[" condition \
                "],'split':[{'version':'v2','weight':100}]}]," HALFTONE_TAIL
#define HALFTONE_SPLIT(split) HALFTONE_HEAD "'default':{'split':" split "}}"

inline constexpr const char* kGoodPolicies[] = {
    HALFTONE_HEAD HALFTONE_TAIL,
    HALFTONE_HEAD
    "'salt':'','identity':['header:X-User-ID','query:user','cookie:uid','jwt:sub'],'whenUnavailable':'fail','"
    "rules':[]," HALFTONE_TAIL,
    HALFTONE_HEAD
    "'rules':[{'name':'off','enabled':false,'salt':'s','stickBy':'cookie:uid','when':[{'attr':'path','is':'/"
    "'}],'split':[{'version':'v2','weight':0.01},{'version':'v1','weight':99.99}]}]," HALFTONE_TAIL,
    HALFTONE_SPLIT(
        "[{'version':'v2','weight':33.33},{'version':'v1','weight':66.67}],'stickBy':'session','salt':'x'"),
    HALFTONE_SPLIT("[{'version':'v2','weight':1e1},{'version':'v1','weight':90.00}]"),
    HALFTONE_SPLIT("[{'version':'v2','weight':0},{'version':'v1','weight':100}],'stickBy':'header:X-Room'"),
    HALFTONE_WHEN("{'attr':'header:X-App-Version','is':'beta'},{'attr':'method','is':['GET','HEAD']}"),
    HALFTONE_WHEN("{'attr':'path','prefix':'/"
                  "a'},{'attr':'path','suffix':'b'},{'attr':'host','contains':''},{'attr':'query:a "
                  "b','matches':'[a-z]+'}"),
    HALFTONE_WHEN("{'attr':'user','range':[-9223372036854775808,9223372036854775807]},{'attr':'region','"
                  "exists':false}"),
    HALFTONE_WHEN("{'attr':'device.osVersion','atLeast':'16.4'},{'attr':'device.osVersion','below':'17'},{'"
                  "attr':'device.os','is':'iOS'},{'attr':'device.type','is':'phone'}"),
    HALFTONE_WHEN("{'attr':'ip','in':['10.0.0.0/8','2001:db8::/"
                  "32','::1']},{'attr':'ip','in':'10.0.0.1'},{'attr':'jwt:sub','percent':12.5}"),
    HALFTONE_WHEN("{'any':[{'not':{'any':[{'not':{'any':[{'not':{'any':[{'not':{'attr':'cookie:c','is':''}}]}"
                  "}]}}]}}]}"),
};

inline constexpr BadExample kBadPolicies[] = {
    {"no object", "[]", "", "must be an object", true},
    {"unknown key", HALFTONE_HEAD "'ruls':[]," HALFTONE_TAIL, "/ruls", "did you mean \"rules\"?", true},
    {"apiVersion of tomorrow",
     "{'apiVersion':'halftone/v2','service':'chat','versions':{'v1':{}},'stable':'v1'," HALFTONE_TAIL,
     "/apiVersion", "not known", true},
    {"apiVersion missing", "{'service':'chat','versions':{'v1':{}},'stable':'v1'," HALFTONE_TAIL,
     "/apiVersion", "is missing", true},
    {"service missing", "{'apiVersion':'halftone/v1','versions':{'v1':{}},'stable':'v1'," HALFTONE_TAIL,
     "/service", "is missing", true},
    {"service empty",
     "{'apiVersion':'halftone/v1','service':'','versions':{'v1':{}},'stable':'v1'," HALFTONE_TAIL, "/service",
     "empty", true},
    {"service with a slash",
     "{'apiVersion':'halftone/v1','service':'a/b','versions':{'v1':{}},'stable':'v1'," HALFTONE_TAIL,
     "/service", "may hold only", true},
    {"versions empty",
     "{'apiVersion':'halftone/v1','service':'chat','versions':{},'stable':'v1'," HALFTONE_TAIL, "/versions",
     "names no version", true},
    {"versions of another kind",
     "{'apiVersion':'halftone/v1','service':'chat','versions':['v1'],'stable':'v1'," HALFTONE_TAIL,
     "/versions", "must be an object, not a list", true},
    {"unknown balance",
     "{'apiVersion':'halftone/"
     "v1','service':'chat','versions':{'v1':{'balance':'leastconn'}},'stable':'v1'," HALFTONE_TAIL,
     "/versions/v1/balance", "did you mean \"least-conn\"?", true},
    {"unknown key of a version",
     "{'apiVersion':'halftone/"
     "v1','service':'chat','versions':{'v1':{'selector':{}}},'stable':'v1'," HALFTONE_TAIL,
     "/versions/v1/selector", "did you mean \"select\"?", true},
    {"a label that is a number",
     "{'apiVersion':'halftone/v1','service':'chat','versions':{'v1':{'select':{'a/"
     "b~':1}}},'stable':'v1'," HALFTONE_TAIL,
     "/versions/v1/select/a~1b~0", "must be a string, not a number", true},
    {"stable unknown",
     "{'apiVersion':'halftone/v1','service':'chat','versions':{'v1':{}},'stable':'v9'," HALFTONE_TAIL,
     "/stable", "names the version \"v9\"", false},
    {"default missing", "{'apiVersion':'halftone/v1','service':'chat','versions':{'v1':{}},'stable':'v1'}",
     "/default", "is missing", true},
    {"whenUnavailable unknown", HALFTONE_HEAD "'whenUnavailable':'503'," HALFTONE_TAIL, "/whenUnavailable",
     "none of \"stable\", \"fail\"", true},
    {"identity unknown", HALFTONE_HEAD "'identity':['header:A','headr:B']," HALFTONE_TAIL, "/identity/1",
     "did you mean \"header:\"?", true},
    {"identity without name", HALFTONE_HEAD "'identity':['jwt:']," HALFTONE_TAIL, "/identity/0",
     "lacks a name", true},
    {"rule without name",
     HALFTONE_HEAD
     "'rules':[{'when':[{'attr':'path','is':'/'}],'split':[{'version':'v1','weight':100}]}]," HALFTONE_TAIL,
     "/rules/0/name", "is missing", true},
    {"rule without when",
     HALFTONE_HEAD "'rules':[{'name':'a','split':[{'version':'v1','weight':100}]}]," HALFTONE_TAIL,
     "/rules/0/when", "is missing", true},
    {"when empty", HALFTONE_WHEN(""), "/rules/0/when", "is empty", true},
    {"unknown key of a rule",
     HALFTONE_HEAD "'rules':[{'name':'a','enabeld':true,'when':[{'attr':'path','is':'/"
                   "'}],'split':[{'version':'v1','weight':100}]}]," HALFTONE_TAIL,
     "/rules/0/enabeld", "did you mean \"enabled\"?", true},
    {"enabled as text",
     HALFTONE_HEAD "'rules':[{'name':'a','enabled':'yes','when':[{'attr':'path','is':'/"
                   "'}],'split':[{'version':'v1','weight':100}]}]," HALFTONE_TAIL,
     "/rules/0/enabled", "must be true or false, not a string", true},
    {"stickBy unknown",
     HALFTONE_HEAD "'rules':[{'name':'a','stickBy':'usr','when':[{'attr':'path','is':'/"
                   "'}],'split':[{'version':'v1','weight':100}]}]," HALFTONE_TAIL,
     "/rules/0/stickBy", "did you mean \"user\"?", true},
    {"weights below 100", HALFTONE_SPLIT("[{'version':'v2','weight':50},{'version':'v1','weight':49.5}]"),
     "/default/split", "weights sum to 99.5, not 100", false},
    {"weights above 100", HALFTONE_SPLIT("[{'version':'v2','weight':50},{'version':'v1','weight':50.01}]"),
     "/default/split", "weights sum to 100.01, not 100", false},
    {"three thirds",
     HALFTONE_SPLIT(
         "[{'version':'v2','weight':33.33},{'version':'v1','weight':33.33},{'version':'v1','weight':33.33}]"),
     "/default/split", "weights sum to 99.99, not 100", false},
    {"three decimals", HALFTONE_SPLIT("[{'version':'v2','weight':33.333},{'version':'v1','weight':66.667}]"),
     "/default/split/0/weight", "at most two decimals", false},
    {"almost a decimal", HALFTONE_SPLIT("[{'version':'v1','weight':99.99999999999999999}]"),
     "/default/split/0/weight", "at most two decimals", false},
    {"weight negative", HALFTONE_SPLIT("[{'version':'v2','weight':-1},{'version':'v1','weight':101}]"),
     "/default/split/0/weight", "is not from 0 to 100", true},
    {"weight as text", HALFTONE_SPLIT("[{'version':'v1','weight':'100'}]"), "/default/split/0/weight",
     "must be a number, not a string", true},
    {"weight missing", HALFTONE_SPLIT("[{'version':'v1','wieght':100}]"), "/default/split/0/wieght",
     "did you mean \"weight\"?", true},
    {"split empty", HALFTONE_SPLIT("[]"), "/default/split", "names no version", true},
    {"unknown version in a split", HALFTONE_SPLIT("[{'version':'v3','weight':100}]"),
     "/default/split/0/version", "not in /versions", false},
    {"attribute unknown", HALFTONE_WHEN("{'attr':'device.OS','is':'iOS'}"), "/rules/0/when/0/attr",
     "did you mean \"device.os\"?", true},
    {"attribute without name", HALFTONE_WHEN("{'attr':'header:','is':'x'}"), "/rules/0/when/0/attr",
     "lacks a name", true},
    {"attribute missing", HALFTONE_WHEN("{'is':'x'}"), "/rules/0/when/0/attr", "is missing", true},
    {"header's name is no token", HALFTONE_WHEN("{'attr':'header:X App','is':'x'}"), "/rules/0/when/0/attr",
     "no name of a header", true},
    {"no operator", HALFTONE_WHEN("{'attr':'path'}"), "/rules/0/when/0", "has no operator", true},
    {"two operators", HALFTONE_WHEN("{'attr':'path','is':'/','prefix':'/'}"), "/rules/0/when/0",
     "exactly one", true},
    {"misspelt operator", HALFTONE_WHEN("{'attr':'path','startsWith':'/','prefx':'/'}"),
     "/rules/0/when/0/prefx", "did you mean \"prefix\"?", true},
    {"is with nothing", HALFTONE_WHEN("{'attr':'path','is':[]}"), "/rules/0/when/0/is", "lists no value",
     true},
    {"is with a number", HALFTONE_WHEN("{'attr':'user','is':['1',2]}"), "/rules/0/when/0/is/1",
     "must be a string, not a number", true},
    {"prefix with a list", HALFTONE_WHEN("{'attr':'path','prefix':['/']}"), "/rules/0/when/0/prefix",
     "must be a string, not a list", true},
    {"pattern broken", HALFTONE_WHEN("{'attr':'path','matches':'(a'}"), "/rules/0/when/0/matches",
     "no regular expression", false},
    {"pattern of another dialect", HALFTONE_WHEN("{'attr':'path','matches':'(a)\\\\1'}"),
     "/rules/0/when/0/matches", "no regular expression", false},
    {"range upside down", HALFTONE_WHEN("{'attr':'user','range':[2,1]}"), "/rules/0/when/0/range", "is empty",
     false},
    {"range of one", HALFTONE_WHEN("{'attr':'user','range':[2]}"), "/rules/0/when/0/range", "two integers",
     true},
    {"range of fractions", HALFTONE_WHEN("{'attr':'user','range':[1.5,2]}"), "/rules/0/when/0/range/0",
     "no integer of 64 bits", true},
    {"range beyond 64 bits", HALFTONE_WHEN("{'attr':'user','range':[0,9223372036854775808]}"),
     "/rules/0/when/0/range/1", "no integer of 64 bits", true},
    {"version with letters", HALFTONE_WHEN("{'attr':'device.osVersion','atLeast':'v16'}"),
     "/rules/0/when/0/atLeast", "no version", true},
    {"version as a number", HALFTONE_WHEN("{'attr':'device.osVersion','below':16}"), "/rules/0/when/0/below",
     "must be a string", true},
    {"in for another attribute", HALFTONE_WHEN("{'attr':'user','in':['10.0.0.0/8']}"), "/rules/0/when/0/in",
     "\"ip\" only", true},
    {"no block", HALFTONE_WHEN("{'attr':'ip','in':['10.0.0.0/8','10.0.0.0/33']}"), "/rules/0/when/0/in/1",
     "no CIDR block", false},
    {"no block as a string", HALFTONE_WHEN("{'attr':'ip','in':'home'}"), "/rules/0/when/0/in",
     "no CIDR block", false},
    {"percent above 100", HALFTONE_WHEN("{'attr':'user','percent':100.01}"), "/rules/0/when/0/percent",
     "not from 0 to 100", true},
    {"exists as text", HALFTONE_WHEN("{'attr':'user','exists':'true'}"), "/rules/0/when/0/exists",
     "must be true or false", true},
    {"any empty", HALFTONE_WHEN("{'any':[]}"), "/rules/0/when/0/any", "no alternatives", true},
    {"not of a list", HALFTONE_WHEN("{'not':[{'attr':'user','is':'a'}]}"), "/rules/0/when/0/not",
     "must be an object", true},
    {"any and not", HALFTONE_WHEN("{'any':[{'attr':'user','is':'a'}],'not':{'attr':'user','is':'a'}}"),
     "/rules/0/when/0", "not both", true},
    {"any with attr", HALFTONE_WHEN("{'any':[{'attr':'user','is':'a'}],'attr':'user'}"),
     "/rules/0/when/0/attr", "unknown key", true},
    {"deep inside", HALFTONE_WHEN("{'any':[{'attr':'user','is':'a'},{'not':{'attr':'user','rnge':[1,2]}}]}"),
     "/rules/0/when/0/any/1/not/rnge", "did you mean \"range\"?", true},
    {"nine levels",
     HALFTONE_WHEN(
         "{'not':{'not':{'not':{'not':{'not':{'not':{'not':{'not':{'not':{'attr':'user','is':'a'}}}}}}}}}}"),
     "/rules/0/when/0/not/not/not/not/not/not/not/not", "limit maxNesting", false},
    {"condition of another kind", HALFTONE_WHEN("'user'"), "/rules/0/when/0",
     "must be an object, not a string", true},
};

}  // namespace halftone::test
