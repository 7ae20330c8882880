<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Catalog</name>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation><numerusform>%n 次变化</numerusform></translation>
    </message>
    <message>
        <source>passing</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>critical</source>
        <translation>严重</translation>
    </message>
    <message>
        <source>maintenance</source>
        <translation>维护中</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>已消失</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>%1 passing</source>
        <translation>%1 个通过</translation>
    </message>
    <message>
        <source>%1 warning</source>
        <translation>%1 个警告</translation>
    </message>
    <message>
        <source>%1 critical</source>
        <translation>%1 个严重</translation>
    </message>
    <message>
        <source>no instances</source>
        <translation>没有实例</translation>
    </message>
</context>
<context>
    <name>CatalogCheckRow</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>no output</source>
        <translation>无输出</translation>
    </message>
</context>
<context>
    <name>CatalogInstanceRow</name>
    <message>
        <source>Last change: %1</source>
        <translation>最近变化：%1</translation>
    </message>
</context>
<context>
    <name>CatalogInstances</name>
    <message>
        <source>Instances of %1</source>
        <translation>%1 的实例</translation>
    </message>
    <message>
        <source>Choose a service.</source>
        <translation>请选择一个服务。</translation>
    </message>
    <message>
        <source>This service has no instances.</source>
        <translation>该服务没有实例。</translation>
    </message>
</context>
<context>
    <name>CatalogPage</name>
    <message>
        <source>Catalog</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Filter, such as  chat  version:v2  state:critical</source>
        <translation>筛选，例如  chat  version:v2  state:critical</translation>
    </message>
    <message>
        <source>Filter services</source>
        <translation>筛选服务</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>服务</translation>
    </message>
</context>
<context>
    <name>CatalogStrip</name>
    <message>
        <source>States since the console watches</source>
        <translation>控制台开始观察以来的状态</translation>
    </message>
</context>
<context>
    <name>CatalogVersionRow</name>
    <message>
        <source>without version</source>
        <translation>无版本</translation>
    </message>
</context>
<context>
    <name>DemoAbsent</name>
    <message>
        <source>No demo is running here</source>
        <translation>这里没有正在运行的演示</translation>
    </message>
    <message>
        <source>A demo is a proxy, chat nodes of two versions and a crowd of virtual users. Start one and it appears here:</source>
        <translation>演示由一个代理、两个版本的聊天节点和一群虚拟用户组成。启动后会出现在这里：</translation>
    </message>
    <message>
        <source>Command that starts a demo</source>
        <translation>启动演示的命令</translation>
    </message>
</context>
<context>
    <name>DemoCrowd</name>
    <message>
        <source>Crowd</source>
        <translation>人群</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>用户数</translation>
    </message>
    <message>
        <source>Requests per second</source>
        <translation>每秒请求数</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求数</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Chat sessions</source>
        <translation>聊天会话</translation>
    </message>
    <message>
        <source>Reconnects</source>
        <translation>重连</translation>
    </message>
</context>
<context>
    <name>DemoCrowdNode</name>
    <message>
        <source>Crowd</source>
        <translation>人群</translation>
    </message>
    <message>
        <source>%1 requests/s</source>
        <translation>%1 请求/秒</translation>
    </message>
    <message>
        <source>%1 sessions</source>
        <translation>%1 个会话</translation>
    </message>
</context>
<context>
    <name>DemoFaults</name>
    <message>
        <source>Faults of %1</source>
        <translation>%1 的故障</translation>
    </message>
    <message>
        <source>faults are injected</source>
        <translation>正在注入故障</translation>
    </message>
    <message>
        <source>No faults</source>
        <translation>清除故障</translation>
    </message>
    <message>
        <source>No faults in %1</source>
        <translation>清除 %1 的故障</translation>
    </message>
    <message>
        <source>Answers that fail</source>
        <translation>失败的应答</translation>
    </message>
    <message>
        <source>Added latency</source>
        <translation>附加延迟</translation>
    </message>
</context>
<context>
    <name>DemoMap</name>
    <message>
        <source>Processes</source>
        <translation>进程</translation>
    </message>
</context>
<context>
    <name>DemoPage</name>
    <message>
        <source>Demo</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>a whole release on this machine, to play with</source>
        <translation>在本机上完整试玩一次发布</translation>
    </message>
</context>
<context>
    <name>DemoProblem</name>
    <message>
        <source>The demo did not do it: %1</source>
        <translation>演示未能执行：%1</translation>
    </message>
</context>
<context>
    <name>DemoProcess</name>
    <message>
        <source>Kill</source>
        <translation>杀死</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
</context>
<context>
    <name>DemoSlider</name>
    <message>
        <source>in force: %1</source>
        <translation>生效值：%1</translation>
    </message>
</context>
<context>
    <name>DraftBar</name>
    <message>
        <source>No changes. Move a slider or switch a rule to begin a draft.</source>
        <translation>没有改动。移动滑块或切换规则即可开始草稿。</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Put my changes on top</source>
        <translation>将我的改动叠加其上</translation>
    </message>
    <message>
        <source>Review and publish</source>
        <translation>审阅并发布</translation>
    </message>
</context>
<context>
    <name>FeedState</name>
    <message>
        <source>Loading</source>
        <translation>加载中</translation>
    </message>
    <message>
        <source>Stale since %1: %2</source>
        <translation>自 %1 起数据陈旧：%2</translation>
    </message>
    <message>
        <source>Cannot be shown: %1</source>
        <translation>无法显示：%1</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分钟</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 天 %2 小时</translation>
    </message>
    <message>
        <source>now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>%1前</translation>
    </message>
</context>
<context>
    <name>HealthPage</name>
    <message>
        <source>Health</source>
        <translation>健康</translation>
    </message>
    <message>
        <source>versions side by side</source>
        <translation>各版本并排比较</translation>
    </message>
    <message>
        <source>Requests per second</source>
        <translation>每秒请求数</translation>
    </message>
    <message>
        <source>Errors, % of requests</source>
        <translation>错误占请求的百分比</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>Open sessions</source>
        <translation>打开的会话</translation>
    </message>
</context>
<context>
    <name>HealthRow</name>
    <message>
        <source>%1: %2 requests a second, %3 errors, p99 %4</source>
        <translation>%1：每秒 %2 个请求，错误 %3，p99 %4</translation>
    </message>
</context>
<context>
    <name>HealthTable</name>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Requests/s</source>
        <translation>请求/秒</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Traffic</source>
        <translation>流量</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>健康</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Catalog</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>%1 – Halftone</source>
        <translation>%1 – Halftone</translation>
    </message>
</context>
<context>
    <name>PageStateBar</name>
    <message>
        <source>Loading…</source>
        <translation>加载中…</translation>
    </message>
</context>
<context>
    <name>PolicyDraft</name>
    <message>
        <source>%1 % of users move to %2.</source>
        <translation>%1% 的用户转到 %2。</translation>
    </message>
    <message>
        <source>%1 % of addresses move to %2.</source>
        <translation>%1% 的地址转到 %2。</translation>
    </message>
    <message>
        <source>%1 % of sessions move to %2.</source>
        <translation>%1% 的会话转到 %2。</translation>
    </message>
    <message>
        <source>%1 % of requests move to %2.</source>
        <translation>%1% 的请求转到 %2。</translation>
    </message>
    <message>
        <source>%1 % of keys move to %2.</source>
        <translation>%1% 的键转到 %2。</translation>
    </message>
    <message>
        <source>sticky by user</source>
        <translation>按用户保持</translation>
    </message>
    <message>
        <source>sticky by address</source>
        <translation>按地址保持</translation>
    </message>
    <message>
        <source>sticky by header %1</source>
        <translation>按请求头 %1 保持</translation>
    </message>
    <message>
        <source>sticky by cookie %1</source>
        <translation>按 Cookie %1 保持</translation>
    </message>
    <message>
        <source>sticky by query %1</source>
        <translation>按查询参数 %1 保持</translation>
    </message>
    <message>
        <source>sticky by session</source>
        <translation>按会话保持</translation>
    </message>
    <message>
        <source>not sticky</source>
        <translation>不保持</translation>
    </message>
    <message>
        <source>Default split</source>
        <translation>默认分流</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Rule “%1”</source>
        <translation>规则“%1”</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>default %1 %2 → %3</source>
        <translation>默认 %1 %2 → %3</translation>
    </message>
    <message>
        <source>Nobody else changes version.</source>
        <translation>其他人的版本不变。</translation>
    </message>
    <message>
        <source>Rule “%1” decides again for those it matches.</source>
        <translation>规则“%1”重新决定其匹配的请求。</translation>
    </message>
    <message>
        <source>Those whom rule “%1” matched fall to the rules below.</source>
        <translation>规则“%1”匹配的请求交由其后的规则决定。</translation>
    </message>
</context>
<context>
    <name>ReviewDialog</name>
    <message>
        <source>Publish to %1</source>
        <translation>发布到 %1</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>改动</translation>
    </message>
    <message>
        <source>in force</source>
        <translation>生效</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>No warnings.</source>
        <translation>没有警告。</translation>
    </message>
    <message>
        <source>Why? Kept in the history</source>
        <translation>为什么？将保存在历史中</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Publishing…</source>
        <translation>正在发布…</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>发布</translation>
    </message>
</context>
<context>
    <name>RuleList</name>
    <message>
        <source>Rules, first match wins</source>
        <translation>规则（首个匹配者生效）</translation>
    </message>
    <message>
        <source>else</source>
        <translation>否则</translation>
    </message>
</context>
<context>
    <name>RuleRow</name>
    <message>
        <source>Rule %1 is on</source>
        <translation>规则 %1 已启用</translation>
    </message>
</context>
<context>
    <name>ServicePicker</name>
    <message>
        <source>Service</source>
        <translation>服务</translation>
    </message>
</context>
<context>
    <name>SessionsPage</name>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Filter, such as  lobby  user:u18  version:v2  node:chat-1  -room:staff</source>
        <translation>筛选，例如  lobby  user:u18  version:v2  node:chat-1  -room:staff</translation>
    </message>
    <message>
        <source>Filter sessions</source>
        <translation>筛选会话</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause the table</source>
        <translation>暂停表格</translation>
    </message>
</context>
<context>
    <name>SessionsSummary</name>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差值</translation>
    </message>
    <message>
        <source>Open sessions</source>
        <translation>打开的会话</translation>
    </message>
    <message>
        <source>Default split</source>
        <translation>默认分流</translation>
    </message>
    <message>
        <source>Rules send some users elsewhere, and a session stays with its version until it reconnects.</source>
        <translation>规则会把部分用户送往别处，而会话在重连之前保持其版本。</translation>
    </message>
</context>
<context>
    <name>SessionsVersionRow</name>
    <message>
        <source>Show only %1</source>
        <translation>只显示 %1</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Ctrl+%1</source>
        <translation>Ctrl+%1</translation>
    </message>
</context>
<context>
    <name>SplitEditor</name>
    <message>
        <source>wanted %</source>
        <translation>期望 %</translation>
    </message>
    <message>
        <source>change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>measured %</source>
        <translation>实测 %</translation>
    </message>
    <message>
        <source>sessions %</source>
        <translation>会话 %</translation>
    </message>
    <message>
        <source>Evenly</source>
        <translation>均分</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>%1 absorbs</source>
        <translation>由 %1 吸收</translation>
    </message>
    <message>
        <source>proportional</source>
        <translation>按比例</translation>
    </message>
    <message>
        <source>sum</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Share of the requests that the default decided in the last minute, since the policy in force. The band holds for independent requests: a few busy users can lie outside of it.</source>
        <translation>最近一分钟内（自当前策略生效起）由默认分流决定的请求的占比。区间按请求相互独立计算：少数活跃用户可能落在其外。</translation>
    </message>
    <message>
        <source>Share of the open WebSocket sessions, of rules too. They stay with their version until they reconnect.</source>
        <translation>打开的 WebSocket 会话的占比（含规则决定的）。会话在重连之前保持其版本。</translation>
    </message>
</context>
<context>
    <name>SplitLegend</name>
    <message>
        <source>wanted</source>
        <translation>期望</translation>
    </message>
    <message>
        <source>in force</source>
        <translation>生效</translation>
    </message>
    <message>
        <source>measured, 95 %</source>
        <translation>实测（95%）</translation>
    </message>
    <message>
        <source>open sessions</source>
        <translation>打开的会话</translation>
    </message>
</context>
<context>
    <name>SplitRow</name>
    <message>
        <source>stable</source>
        <translation>稳定</translation>
    </message>
    <message>
        <source>Share of %1</source>
        <translation>%1 的份额</translation>
    </message>
    <message>
        <source>%1 percent wanted</source>
        <translation>期望 %1%</translation>
    </message>
    <message>
        <source>Percent of %1</source>
        <translation>%1 的百分比</translation>
    </message>
    <message>
        <source>Unlock: may change with the others</source>
        <translation>解锁：可随其他版本变化</translation>
    </message>
    <message>
        <source>Lock: keep this share</source>
        <translation>锁定：保持该份额</translation>
    </message>
    <message>
        <source>Lock the share of %1</source>
        <translation>锁定 %1 的份额</translation>
    </message>
</context>
<context>
    <name>TableFilterField</name>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
</context>
<context>
    <name>TableHeaderCell</name>
    <message>
        <source>sorted upwards</source>
        <translation>升序</translation>
    </message>
    <message>
        <source>sorted downwards</source>
        <translation>降序</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Language (Ctrl+L)</source>
        <translation>语言（Ctrl+L）</translation>
    </message>
    <message>
        <source>Switch language</source>
        <translation>切换语言</translation>
    </message>
    <message>
        <source>Theme (Ctrl+T)</source>
        <translation>主题（Ctrl+T）</translation>
    </message>
    <message>
        <source>Switch theme</source>
        <translation>切换主题</translation>
    </message>
</context>
<context>
    <name>TrafficPage</name>
    <message>
        <source>Traffic</source>
        <translation>流量</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>1 min</source>
        <translation>1 分钟</translation>
    </message>
    <message>
        <source>5 min</source>
        <translation>5 分钟</translation>
    </message>
    <message>
        <source>15 min</source>
        <translation>15 分钟</translation>
    </message>
    <message>
        <source>Default split</source>
        <translation>默认分流</translation>
    </message>
    <message>
        <source>Requests/s</source>
        <translation>请求/秒</translation>
    </message>
</context>
<context>
    <name>halftone::app::CatalogViewModel</name>
    <message numerus="yes">
        <source>%n service(s)</source>
        <translation><numerusform>%n 个服务</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n instance(s)</source>
        <translation><numerusform>%n 个实例</numerusform></translation>
    </message>
    <message>
        <source>%1 critical</source>
        <translation>%1 个严重</translation>
    </message>
    <message>
        <source>no longer in the catalog</source>
        <translation>已不在目录中</translation>
    </message>
    <message>
        <source>The catalog is empty.</source>
        <translation>目录为空。</translation>
    </message>
    <message>
        <source>No service fits this filter.</source>
        <translation>没有符合筛选的服务。</translation>
    </message>
</context>
<context>
    <name>halftone::app::DemoFeed</name>
    <message>
        <source>no demo is running</source>
        <translation>没有正在运行的演示</translation>
    </message>
</context>
<context>
    <name>halftone::app::DemoViewModel</name>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>启动中</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>killed</source>
        <translation>已杀死</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message numerus="yes">
        <source>%n restart(s)</source>
        <translation><numerusform>重启 %n 次</numerusform></translation>
    </message>
    <message>
        <source>pid %1</source>
        <translation>进程号 %1</translation>
    </message>
</context>
<context>
    <name>halftone::app::HealthViewModel</name>
    <message>
        <source>No proxy has been heard since %1</source>
        <translation>自 %1 起未收到任何代理的数据</translation>
    </message>
    <message>
        <source>Waiting for the first proxy</source>
        <translation>正在等待第一个代理</translation>
    </message>
    <message>
        <source>No request has come yet.</source>
        <translation>还没有请求。</translation>
    </message>
</context>
<context>
    <name>halftone::app::RuleListModel</name>
    <message>
        <source> and </source>
        <translation>，且 </translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/秒</translation>
    </message>
</context>
<context>
    <name>halftone::app::SessionsFeed</name>
    <message>
        <source>the node sends faster than its frames can be read</source>
        <translation>节点发送过快，来不及读取</translation>
    </message>
    <message>
        <source>the node lost its thread</source>
        <translation>节点的数据流中断</translation>
    </message>
</context>
<context>
    <name>halftone::app::SessionsTable</name>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>房间</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>开始于</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息数</translation>
    </message>
    <message>
        <source>Last activity</source>
        <translation>最近活动</translation>
    </message>
</context>
<context>
    <name>halftone::app::SessionsViewModel</name>
    <message>
        <source>Waiting for Consul</source>
        <translation>正在等待 Consul</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 of %2 nodes heard</source>
        <translation>已收到 %1 / %2 个节点的数据</translation>
    </message>
    <message>
        <source>only the first %1 sessions</source>
        <translation>仅前 %1 个会话</translation>
    </message>
    <message>
        <source>No session fits this filter.</source>
        <translation>没有符合筛选的会话。</translation>
    </message>
    <message>
        <source>No service has a policy or a proxy yet.</source>
        <translation>还没有服务拥有策略或代理。</translation>
    </message>
    <message>
        <source>No node of this service tells its sessions.</source>
        <translation>该服务没有节点报告其会话。</translation>
    </message>
    <message>
        <source>No session is open.</source>
        <translation>没有打开的会话。</translation>
    </message>
</context>
<context>
    <name>halftone::app::StatusViewModel</name>
    <message>
        <source>Connecting to Consul…</source>
        <translation>正在连接 Consul…</translation>
    </message>
    <message>
        <source>No Consul there yet: %1. Still trying.</source>
        <translation>尚未找到 Consul：%1。仍在尝试。</translation>
    </message>
    <message>
        <source>Consul is away for %1: %2</source>
        <translation>Consul 失联已 %1：%2</translation>
    </message>
    <message>
        <source>Consul: connecting</source>
        <translation>Consul：连接中</translation>
    </message>
    <message>
        <source>Consul: connected</source>
        <translation>Consul：已连接</translation>
    </message>
    <message>
        <source>Consul: away for %1</source>
        <translation>Consul：失联已 %1</translation>
    </message>
    <message>
        <source>no proxy</source>
        <translation>没有代理</translation>
    </message>
    <message>
        <source>%1 refuses the policy: %2</source>
        <translation>%1 拒绝该策略：%2</translation>
    </message>
    <message numerus="yes">
        <source>%n proxies</source>
        <translation><numerusform>%n 个代理</numerusform></translation>
    </message>
    <message>
        <source>%1, policy r%2 to r%3</source>
        <translation>%1，策略 r%2 至 r%3</translation>
    </message>
    <message>
        <source>%1, policy r%2</source>
        <translation>%1，策略 r%2</translation>
    </message>
    <message>
        <source>no traffic seen yet</source>
        <translation>尚无流量数据</translation>
    </message>
    <message>
        <source>traffic live</source>
        <translation>流量实时</translation>
    </message>
    <message>
        <source>no traffic data for %1</source>
        <translation>已 %1 没有流量数据</translation>
    </message>
</context>
<context>
    <name>halftone::app::StreamSocket</name>
    <message>
        <source>no answer for %1 s</source>
        <translation>%1 秒没有应答</translation>
    </message>
</context>
<context>
    <name>halftone::app::TrafficViewModel</name>
    <message>
        <source>policy without a revision</source>
        <translation>无修订号的策略</translation>
    </message>
    <message>
        <source>policy r%1</source>
        <translation>策略 r%1</translation>
    </message>
    <message>
        <source>%1 by %2, %3</source>
        <translation>%1，%2 于%3发布</translation>
    </message>
    <message>
        <source>%1 by %2, %3: “%4”</source>
        <translation>%1，%2 于%3发布：“%4”</translation>
    </message>
    <message>
        <source>no request has come to the default yet</source>
        <translation>尚无请求由默认分流决定</translation>
    </message>
    <message>
        <source>measured over %1 requests in %2 s</source>
        <translation>基于 %2 秒内的 %1 个请求实测</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/秒</translation>
    </message>
    <message>
        <source>Draft: %1</source>
        <translation>草稿：%1</translation>
    </message>
    <message numerus="yes">
        <source>draft: %n changes</source>
        <translation><numerusform>草稿：%n 处改动</numerusform></translation>
    </message>
    <message>
        <source>r%1 was published meanwhile. Your draft is kept.</source>
        <translation>期间已发布 r%1。您的草稿已保留。</translation>
    </message>
    <message>
        <source>%1 published r%2 meanwhile. Your draft is kept.</source>
        <translation>%1 期间发布了 r%2。您的草稿已保留。</translation>
    </message>
    <message>
        <source>Published as r%1.</source>
        <translation>已发布为 r%1。</translation>
    </message>
    <message>
        <source>Somebody else has published first. Nothing was written; your draft is kept.</source>
        <translation>他人已先行发布。未写入任何内容；您的草稿已保留。</translation>
    </message>
    <message>
        <source>Not published: %1</source>
        <translation>未发布：%1</translation>
    </message>
    <message>
        <source>No Consul at %1 (%2). Still trying. The demo brings one: ./run.sh</source>
        <translation>%1 处没有 Consul（%2）。仍在尝试。演示自带一个：./run.sh</translation>
    </message>
    <message>
        <source>Asking Consul at %1 for policies…</source>
        <translation>正在向 %1 的 Consul 读取策略…</translation>
    </message>
    <message>
        <source>No service has a policy yet. Publish one: halftonectl policy put FILE</source>
        <translation>还没有服务拥有策略。发布一个：halftonectl policy put FILE</translation>
    </message>
    <message>
        <source>Consul does not answer since %1 (%2). This is the policy as last seen.</source>
        <translation>自 %1 起 Consul 没有应答（%2）。以下为最后看到的策略。</translation>
    </message>
    <message>
        <source>No proxy has sent figures since %1. What is measured is as last seen.</source>
        <translation>自 %1 起没有代理发送数据。实测值为最后所见。</translation>
    </message>
    <message>
        <source>The stored policy of %1 is not valid: %2 %3</source>
        <translation>%1 的已存策略无效：%2 %3</translation>
    </message>
</context>
</TS>
