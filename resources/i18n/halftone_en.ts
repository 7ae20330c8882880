<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>OverviewPage</name>
    <message numerus="yes">
        <source>%n instances more in the catalog</source>
        <translation>
            <numerusform>%n instance more in the catalog</numerusform>
            <numerusform>%n instances more in the catalog</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Catalog</name>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CatalogInstances</name>
    <message numerus="yes">
        <source>Put %n instances into maintenance?</source>
        <translation>
            <numerusform>Put %n instance into maintenance?</numerusform>
            <numerusform>Put %n instances into maintenance?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>End the maintenance of %n instances?</source>
        <translation>
            <numerusform>End the maintenance of %n instance?</numerusform>
            <numerusform>End the maintenance of %n instances?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MergeDialog</name>
    <message numerus="yes">
        <source>%n fields were changed by both: click the value to take.</source>
        <translation>
            <numerusform>%n field was changed by both: click the value to take.</numerusform>
            <numerusform>%n fields were changed by both: click the value to take.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n choices open</source>
        <translation>
            <numerusform>%n choice open</numerusform>
            <numerusform>%n choices open</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::CatalogViewModel</name>
    <message numerus="yes">
        <source>%n service(s)</source>
        <translation>
            <numerusform>%n service</numerusform>
            <numerusform>%n services</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n instance(s)</source>
        <translation>
            <numerusform>%n instance</numerusform>
            <numerusform>%n instances</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n instance(s) critical</source>
        <translation>
            <numerusform>%n instance critical</numerusform>
            <numerusform>%n instances critical</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::DemoViewModel</name>
    <message numerus="yes">
        <source>%n restart(s)</source>
        <translation>
            <numerusform>%n restart</numerusform>
            <numerusform>%n restarts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::OverviewViewModel</name>
    <message numerus="yes">
        <source>%n services</source>
        <translation>
            <numerusform>%n service</numerusform>
            <numerusform>%n services</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need a look</source>
        <translation>
            <numerusform>%n needs a look</numerusform>
            <numerusform>%n need a look</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>nothing is known of %n</source>
        <translation>
            <numerusform>nothing is known of %n</numerusform>
            <numerusform>nothing is known of %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::SessionActions</name>
    <message numerus="yes">
        <source>%n session(s)</source>
        <translation>
            <numerusform>%n session</numerusform>
            <numerusform>%n sessions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n node(s)</source>
        <translation>
            <numerusform>%n node</numerusform>
            <numerusform>%n nodes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) will be closed for good. Their clients are not told to come back.</source>
        <translation>
            <numerusform>%n session will be closed for good. Its client is not told to come back.</numerusform>
            <numerusform>%n sessions will be closed for good. Their clients are not told to come back.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::StatusViewModel</name>
    <message numerus="yes">
        <source>%n proxies</source>
        <translation>
            <numerusform>%n proxy</numerusform>
            <numerusform>%n proxies</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::TrafficViewModel</name>
    <message numerus="yes">
        <source>draft: %n changes</source>
        <translation>
            <numerusform>draft: %n change</numerusform>
            <numerusform>draft: %n changes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::ClustersViewModel</name>
    <message numerus="yes">
        <source>%n more address(es)</source>
        <translation>
            <numerusform>%n more address</numerusform>
            <numerusform>%n more addresses</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::KvViewModel</name>
    <message numerus="yes">
        <source>%n byte(s)</source>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ServiceJudgement</name>
    <message numerus="yes">
        <source>%n instances out of service</source>
        <translation>
            <numerusform>%n instance out of service</numerusform>
            <numerusform>%n instances out of service</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n proxies do not answer</source>
        <translation>
            <numerusform>the proxy does not answer</numerusform>
            <numerusform>none of %n proxies answers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::FirstPolicy</name>
    <message numerus="yes">
        <source>All of %1 goes to %2 (%n instances). Then move others over, step by step.</source>
        <translation>
            <numerusform>All of %1 goes to %2 (%n instance). Then move users over, step by step.</numerusform>
            <numerusform>All of %1 goes to %2 (%n instances). Then move users over, step by step.</numerusform>
        </translation>
    </message>
</context>
</TS>
