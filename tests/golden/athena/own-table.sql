CREATE DATABASE IF NOT EXISTS `leastwise` COMMENT 'Made by leastwise; ''leastwise athena teardown'' removes it.';

CREATE EXTERNAL TABLE IF NOT EXISTS `leastwise`.`trail_3ca87069fd4f` (
  `eventversion` string,
  `useridentity` struct<type:string,principalid:string,arn:string,accountid:string,invokedby:string,accesskeyid:string,username:string,identityprovider:string,sessioncontext:struct<attributes:struct<mfaauthenticated:string,creationdate:string>,sessionissuer:struct<type:string,principalid:string,arn:string,accountid:string,username:string>,webidfederationdata:struct<federatedprovider:string>,sourceidentity:string>>,
  `eventtime` string,
  `eventsource` string,
  `eventname` string,
  `awsregion` string,
  `sourceipaddress` string,
  `errorcode` string,
  `errormessage` string,
  `requestparameters` string,
  `responseelements` string,
  `additionaleventdata` string,
  `requestid` string,
  `eventid` string,
  `readonly` string,
  `resources` array<struct<arn:string,arnprefix:string,accountid:string,type:string>>,
  `eventtype` string,
  `managementevent` string,
  `recipientaccountid` string,
  `sharedeventid` string,
  `vpcendpointid` string,
  `eventcategory` string
)
PARTITIONED BY (`account` string, `region` string, `day` string)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'
OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
LOCATION 's3://acme-logs/archive/AWSLogs/o-a1b2c3d4e5/'
TBLPROPERTIES (
  'leastwise.made' = '1',
  'projection.enabled' = 'true',
  'projection.account.type' = 'enum',
  'projection.account.values' = '111111111111,222222222222',
  'projection.region.type' = 'enum',
  'projection.region.values' = 'eu-west-1',
  'projection.day.type' = 'date',
  'projection.day.format' = 'yyyy/MM/dd',
  'projection.day.interval' = '1',
  'projection.day.interval.unit' = 'DAYS',
  'projection.day.range' = '2013/11/13,NOW',
  'storage.location.template' = 's3://acme-logs/archive/AWSLogs/o-a1b2c3d4e5/${account}/CloudTrail/${region}/${day}'
);

-- leastwise ingest athena
WITH calls AS (
  SELECT
    substr(eventtime, 1, 10) AS day,
    eventtime AS call_time,
    eventsource AS source,
    eventname AS call_name,
    eventtype AS call_type,
    eventcategory AS category,
    managementevent AS management,
    readonly AS read_only,
    recipientaccountid AS recipient,
    awsregion AS call_region,
    sourceipaddress AS address,
    vpcendpointid AS endpoint,
    errorcode AS error_code,
    errormessage AS error_message,
    sharedeventid AS shared_id,
    eventid AS event_id,
    requestid AS request_id,
    requestparameters AS parameters,
    responseelements AS response,
    additionaleventdata AS additional,
    useridentity.type AS caller_type,
    useridentity.principalid AS caller_id,
    useridentity.arn AS caller_arn,
    useridentity.accountid AS caller_account,
    useridentity.username AS caller_name,
    useridentity.accesskeyid AS caller_key,
    useridentity.invokedby AS invoked_by,
    useridentity.identityprovider AS identity_provider,
    useridentity.sessioncontext.sessionissuer.arn AS issuer_arn,
    useridentity.sessioncontext.sessionissuer.principalid AS issuer_id,
    useridentity.sessioncontext.sourceidentity AS source_identity,
    useridentity.sessioncontext.attributes.mfaauthenticated AS mfa,
    useridentity.sessioncontext.webidfederationdata.federatedprovider AS federated_provider,
    array_join(transform(filter(resources, resource -> coalesce(coalesce(resource.arn, resource.arnprefix), '') <> ''), resource -> concat(coalesce(resource.type, ''), chr(9), replace(replace(coalesce(resource.arn, resource.arnprefix), chr(9), '?'), chr(10), '?'))), chr(10)) AS resource_lines
  FROM "leastwise"."trail_3ca87069fd4f"
  WHERE "account" IN ('111111111111', '222222222222')
    AND "region" IN ('eu-west-1')
    AND ("day" >= '2026/01/15' AND "day" <= '2026/03/13')
    AND (eventtime >= '2026-01-15' AND eventtime < '2026-03-11')
    AND coalesce(eventsource, '') <> '' AND coalesce(eventname, '') <> ''
    AND coalesce(eventtype, '') <> 'AwsCloudTrailInsight'
    AND coalesce(eventcategory, '') <> 'Insight'
    AND coalesce(nullif(recipientaccountid, ''), useridentity.accountid) IN ('111111111111', '222222222222')
    AND awsregion IN ('eu-west-1')
),
sorted AS (
  SELECT *,
    coalesce(event_id, '') <> '' AND (coalesce(shared_id, '') <> ''
      OR (source = 'iam.amazonaws.com' AND call_name IN ('CreateAccessKey'))
      OR (source = 'signin.amazonaws.com' AND call_name IN ('SwitchRole'))
      OR (source = 'sts.amazonaws.com' AND call_name IN ('AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity', 'AssumeRoot', 'GetFederationToken', 'GetSessionToken'))) AS single
  FROM calls
),
reduced AS (
  SELECT day, call_time, source, call_name, call_type, category, management, read_only, recipient, call_region, endpoint, error_code, caller_type, caller_id, caller_arn,
    caller_account, caller_name, caller_key, invoked_by, identity_provider, issuer_arn, issuer_id, source_identity, mfa, federated_provider, resource_lines, shared_id,
    coalesce(event_id, concat(call_time, coalesce(request_id, ''))) AS event,
    CASE WHEN single THEN event_id END AS single_id,
    regexp_replace(regexp_replace(address, '^([0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3})\.[0-9]{1,3}$', '$1.0'), '^([0-9A-Fa-f]{1,4}:[0-9A-Fa-f]{1,4}:[0-9A-Fa-f]{1,4}):.*$', '$1::') AS network,
    CASE
      WHEN coalesce(error_code, '') <> '' AND error_code NOT IN ('AccessDenied', 'AccessDeniedException', 'AccessDeniedFault', 'AccessForbidden', 'AuthorizationError', 'AuthorizationErrorException', 'Client.UnauthorizedOperation', 'Forbidden', 'ForbiddenException', 'NotAuthorizedException', 'SNSNoAuthorization', 'UnauthorizedException', 'UnauthorizedOperation') THEN NULL
      WHEN coalesce(error_code, '') = '' AND source <> 'signin.amazonaws.com' AND strpos(lower(error_message), 'is not authorized to perform:') = 0 THEN NULL
      ELSE regexp_replace(error_message, '(Encoded authorization failure message: )[A-Za-z0-9_-]+', '$1')
    END AS denial,
    CASE WHEN single THEN parameters END AS whole_parameters,
    CASE
      WHEN single THEN NULL
      WHEN coalesce(resource_lines, '') <> '' THEN array_join(filter(regexp_extract_all(parameters, '"[^"\\]*(?:\\.[^"\\]*)*"\s*:\s*(?:"[^"\\]*(?:\\.[^"\\]*)*"|\[\s*"[^"\\]*(?:\\.[^"\\]*)*"(?:\s*,\s*"[^"\\]*(?:\\.[^"\\]*)*")*\s*\])|"[^"\\]*(?:\\.[^"\\]*)*"'), token -> regexp_like(token, '(?:^|[:\[,])\s*"arn:[^"]*:iam:[^"]*:(?:role|instance-profile)/')), chr(10))
      ELSE array_join(filter(regexp_extract_all(parameters, '"[^"\\]*(?:\\.[^"\\]*)*"\s*:\s*(?:"[^"\\]*(?:\\.[^"\\]*)*"|\[\s*"[^"\\]*(?:\\.[^"\\]*)*"(?:\s*,\s*"[^"\\]*(?:\\.[^"\\]*)*")*\s*\])|"[^"\\]*(?:\\.[^"\\]*)*"'), token -> regexp_like(token, '(?i)^"(?:a(?:btestid|c(?:c(?:e(?:leratorid|ss(?:controlconfigurationid|logsubscriptionid|orid|po(?:int(?:id|name)|licyid)))|ount(?:associationid|id))|lname|me(?:domainvalidationid|endpointid)|ti(?:on(?:id|name)|vityname))|d(?:apterid|d(?:on(?:instanceid|subscriptionid)|resslistid))|g(?:ent(?:aliasid|id|s(?:paceid|tatusid))|gregator(?:id|v2id)|reementid)|i(?:agentid|benchmarkjobname|guardrailid|promptid|recommendationjobname|workloadconfigname)|l(?:arm(?:m(?:odelname|uterulename)|name)|ert(?:id|name)|gorithmname|ias(?:id|name)|locationid)|n(?:aly(?:sis(?:id|templateid)|zername)|notationstore(?:name|versionname)|omalydetector(?:id|name))|p(?:i(?:destinationname|id|keyid)|p(?:a(?:ssessmentid|uthorizationidentifier)|b(?:lock(?:buildername|name)|undleid(?:entifier)?)|i(?:d|mageconfigname|nstanceid)|lication(?:associationid|i(?:d|nstanceid)|name|providerid|statuscheckid)|rovalteamid))|rchive(?:id|name)|ss(?:e(?:ssment(?:frameworkid|id)|t(?:id(?:entifier)?|modelid))|istant(?:associationid|id)|ociationid)|tt(?:achmentid|ributegroupid)|ut(?:h(?:enticationprofileid|orizername)|o(?:m(?:at(?:edreasoningpolicyid|ion(?:definitionname|executionid|rule(?:id|v2id)|unitid))|ljobjobname)|nomousdatabase(?:backupid|id)))|wsusername)|b(?:a(?:ckup(?:id|name|planid|vaultname)|selineid|tch(?:evaluationid|id|predictionid))|ill(?:estimateid|inggroup(?:id|name)|scenarioid)|lue(?:greendeploymentidentifier|print(?:id|name))|ot(?:id|name)|r(?:anchname|idge(?:id|name)|o(?:ker(?:id|name)|wser(?:id|profileid|settingsid)))|u(?:cketname|dget(?:id|name)|ildid|lkdeploymentid|ndleid|yerid))|c(?:a(?:che(?:clusterid|parametergroupname|reportid|s(?:ecuritygroupname|ubnetgroupname))|l(?:culat(?:edattributename|orname)|lid)|mpaign(?:id|name)|naryname|pacity(?:blockid|managerdataexportid|provider(?:id|name)|reservation(?:cancellationquoteid|fleetid|id|name))|rriergatewayid|se(?:id|ruleid)|t(?:alogname|egoryname))|e(?:ntralizationrulename|rtificate(?:authorityid|id|providername))|h(?:a(?:llengeid|nnel(?:groupname|id(?:entifier)?|name(?:spacename)?|placementgroupid)|t(?:botconfigurationname|responseconfigurationid))|eckid)|isscanconfigurationid|l(?:ient(?:certificateid|id|vpnendpointid)|oud(?:autonomousvmclusterid|connectorid|exadatainfrastructureid|hsm(?:backupinstancename|clusterinstancename)|vmclusterid|watchalarmtemplate(?:groupid|id))|uster(?:id(?:entifier)?|name|parametergroupname|s(?:chedulerconfigid|napshotname)|uuid))|o(?:de(?:interpreterid|repositoryname|s(?:ecurity(?:integrationid|scanconfigurationid)|igningconfigid))|ll(?:aborationid|ection(?:groupid|id))|m(?:mandid|p(?:anyid|ilationjobname|letionid|onent(?:name|typeid)|ut(?:ationmodelid|e(?:environmentname|nodegroupidentifier|quotaid))))|n(?:f(?:ig(?:id|ruleid|ur(?:ation(?:bundleid|id|managerid|name|p(?:olicyid|rofileid)|setname)|ed(?:audiencemodelassociationid|table(?:associationid|id))))|ormancepack(?:id|name))|nect(?:ion(?:a(?:liasid|rn)|id|name|typename)|or(?:definitionid|id|name|v2id))|s(?:entportalid|olename|umableresourcename)|t(?:a(?:ct(?:channelid|flow(?:id|moduleid)|id|listname)|iner(?:name|recipename))|e(?:ntid|xtname)|rol(?:id|panelid|setid))|versationid)|rede(?:finitionid|vicethingname))|r(?:awlername|lid)|ustom(?:e(?:ntitytypeid|rgatewayid)|lineitemid|pluginname))|d(?:a(?:emontaskdefinitionfamilyname|shboard(?:id|name)|ta(?:a(?:ccessorid|utomationlibraryid)|basename|catalogname|flowendpointgroupid|grantid|integrationid|protectionsettingsid|qualityjobdefinitionname|repositoryassociationid|s(?:et(?:i(?:d|ntegrationidentifier)|name)|harename|ource(?:id|name)|tore(?:id|name))|tableid))|b(?:backupid|cluster(?:automatedbackupid|i(?:d(?:entifier)?|nstancename))|i(?:nstance(?:automatedbackupid|identifier)|resourceid)|n(?:ame|odeid)|p(?:arametergroupidentifier|roxy(?:endpointid|id))|s(?:hardgroupresourceid|napshotidentifier)|username)|e(?:clarativepoliciesreportid|dicatedhostid|l(?:egationrequestid|ivery(?:destinationname|name|s(?:ourcename|treamname)))|ployment(?:configurationname|groupname|id|jobid|strategyid)|stinationname|tector(?:id|modelname)|v(?:endpointname|ice(?:definitionid|fleetname|i(?:d|nstanceid)|name|profileid)))|hcpoptionsid|i(?:mensionname|rect(?:connectgatewayid|oryid)|s(?:covererid|tributionconfigurationname))|o(?:cument(?:ation(?:partid|versionid)|classifier(?:endpointname|name)|name)|main(?:id(?:entifier)?|name|verificationid)))|e(?:d(?:ge(?:deploymentplanname|packagingjobname)|itorid)|gressonlyinternetgatewayid|lasticgpuid|mail(?:addressid|contactid)|n(?:abled(?:baselineid|controlid)|dpoint(?:accessid|configname|id|name)|gagementid|tit(?:lementname|y(?:id|recognizer(?:endpointname|name)))|vironment(?:id(?:entifier)?|name))|phemerisid|ula(?:acceptanceid|id)|v(?:aluat(?:ionid|orid)|ent(?:actionid|b(?:ridgeruletemplate(?:groupid|id)|usname)|datastoreid|i(?:d|ntegrationname)|ruleid|s(?:ourcename|treamname|ubscriptionname)|triggername))|x(?:a(?:dbvmclusterid|scaledbstoragevaultid)|p(?:er(?:i(?:enceid|ment(?:definitionid|name))|tid)|ort(?:i(?:d|magetaskid)|job(?:id|name)|name|taskid|uuid))|t(?:e(?:nsion(?:associationid|id)|rnalaccountbindingid)|ractiondefinitionid)))|f(?:a(?:qid|rmid)|e(?:ature(?:dresultssetid|groupname|name)|deratedusername)|i(?:eldid|l(?:e(?:cacheid|id|systemid(?:orfilecacheid)?)|ter(?:id|name))|nding(?:aggregatorid|id))|l(?:eet(?:id|metricname|name)|ow(?:aliasid|definitionname|id|name)|ywheelname)|ormid|pgaimageid|ramework(?:id|name)|said|u(?:nction(?:definitionid|instanceid|name|packageid)|otataskid))|g(?:a(?:mese(?:rvergroupname|ssionqueuename)|teway(?:id|name))|eofencecollectionname|lobal(?:replicationgroupid|tablename)|r(?:a(?:ntid|phqlapiid)|ou(?:ndstationid|p(?:friendlyname|id|name)))|uardrailid)|h(?:ar(?:nessid|vestjobidentifier)|ierarchygroupid|o(?:st(?:edzoneid|id|keyid|reservationid)|ursofoperationid)|smc(?:lientcertificateid|onfigurationid)|u(?:b(?:name|v2id)|man(?:loopname|taskuiname))|yper(?:parametertuningjobname|visorid))|i(?:d(?:entity(?:centerapplicationid|id|name|p(?:oolid|roviderid)|s(?:ourceid|toreid))|mappingtableid|namespace(?:associationid|name))|m(?:age(?:buildername|id|name|pipelinename|recipename|setid|usagereportid)|port(?:i(?:d|magetaskid)|jobid|name|snapshottaskid|taskid))|n(?:dex(?:id|name|uuid)|ference(?:componentname|experimentname|recommendationsjobname|scheduler(?:id|name))|g(?:estion(?:endpoint(?:id|name)|identifier|jobid)|resspointid)|put(?:id|name|securitygroupid)|s(?:ightrulename|tance(?:connectendpointid|eventwindowid|id|name|userid))|te(?:gration(?:associationid|id(?:entifier)?)|ntname|r(?:mediatetableid|net(?:eventid|gatewayid)))|v(?:estigationgroupid|itationid))|p(?:a(?:ccesssettingsid|m(?:externalresourceverificationtokenid|i(?:d|nternetregistryassociationid)|p(?:o(?:licyid|ol(?:allocationid|id))|refixlistresolver(?:id|targetid))|resourcediscovery(?:associationid|id)|scopeid))|setid|v(?:4pool(?:coipid|ec2id)|6poolec2id)))|jo(?:b(?:definitionname|id(?:entifier)?|name|queuename|runid|template(?:id|name))|urneyid)|k(?:ey(?:id|name|pairname|spacename)|nowledgebaseid|piname)|l(?:a(?:bel(?:group(?:id|name)|ingjobname)|gid|ndingzoneid|unch(?:configurationtemplateid|name|profileid|templateid)|y(?:ername|out(?:definitionname|id)))|e(?:dgername|galholdid|xiconname)|i(?:cense(?:asset(?:groupid|rulesetid)|configurationid|endpointid|id|serverendpointid)|fecycle(?:executionid|policyname)|nkid|st(?:enerid|ingid)|vesourcename)|o(?:adbalancer(?:id|name)|ca(?:lgateway(?:id|routetable(?:id|v(?:irtualinterfacegroupassociationid|pcassociationid))|virtualinterface(?:groupid|id))|tionid)|g(?:g(?:erdefinitionid|roupname)|streamname)|okuptablename))|m(?:a(?:cmodificationtaskid|jorversionid|lwareprotectionplanid|naged(?:view(?:name|uuid)|workgroup(?:id|name))|pname|rketplaceproductid|tchmaking(?:configurationname|rulesetname))|e(?:diapipelineid|etingid|m(?:ber(?:id|shipid)|oryid)|rgedgraphqlapiid|s(?:hname|sage(?:id|templateid))|t(?:adatatransferjobid|ric(?:id|name|s(?:etname|treamname))))|i(?:crovmimagename|ssionprofileid|tigationactionname)|l(?:flow(?:appid|trackingservername)|modelid)|o(?:del(?:biasjobdefinitionname|cardname|explainabilityjobdefinitionname|id|name|package(?:groupname|name)|qualityjobdefinitionname)|nitor(?:i(?:d|ngschedule(?:alertname|name))|name))|ulti(?:castgroupid|plexid|regionparametergroupname))|n(?:a(?:clid|mespaceid|tgatewayid)|etwork(?:analyzerconfigurationname|connectorid|i(?:d|n(?:s(?:ights(?:a(?:ccessscope(?:analysisid|id)|nalysisid)|pathid)|tanceid)|terfaceid))|migrationdefinitionid|name|operationid|packageid|s(?:ettingsid|itename))|o(?:deid|t(?:ebook(?:executionid|instance(?:lifecycleconfigname|name))|if(?:ication(?:configurationid|eventid|id|ruleid)|yconfigurationid))))|o(?:bjecttypename|db(?:networkid|peeringconnectionid)|ffer(?:i(?:d|ngid)|setid)|idcprovidername|nlineevaluationconfigid|p(?:aqueid|t(?:i(?:mizationjobname|ongroupname)|outlistname))|r(?:derid|ganization(?:alunitid|conf(?:igruleid|ormancepackid)|id)|igin(?:ationphonenumberid|endpointidentifier))|taupdateid|utp(?:ost(?:id|lagid)|ut(?:id|name))|wnerid)|p(?:a(?:ckag(?:e(?:id|name)|ing(?:configurationidentifier|groupidentifier))|geid|rametergroupname|tchbaselineidresourceid|ymentmanagerid)|ermission(?:requestid|setid)|honenumberid|ipeline(?:id|name)|l(?:acementgroupname|uginid)|o(?:licy(?:engineid|generationid|id|name|storeid)|ol(?:id|name)|rt(?:al(?:id|productid)|folioid))|r(?:e(?:fixlistid|set(?:id|name))|i(?:cing(?:planid|ruleid)|va(?:cybudgettemplateid|teconnectionname))|o(?:beid|cessingjobname|duct(?:id|pageid|restendpointpageid|subscriptionid)|fil(?:e(?:id|name)|inggroupname)|gramname|ject(?:id|name)|mptid|posalid|tectconfigurationid|vider(?:name|servicename)))|ublishingdestinationid)|q(?:ev2idcapplicationid|u(?:e(?:rysuggestionsblocklistid|ue(?:id(?:entifier)?|name|url))|ick(?:connectid|responseid)|otasharename))|r(?:andomid|csagentid|e(?:adsetid|co(?:mmend(?:ation(?:id|templateid)|er(?:filtername|id|schemaname|typename))|rd(?:er(?:id|name)|id)|very(?:instanceid|p(?:lan(?:executionid|id)|ointid)))|dshiftidcapplicationid|ference(?:id|storeid)|gistr(?:ation(?:attachmentid|id)|y(?:id|name))|layid|mediation(?:configurationid|id)|p(?:l(?:a(?:cerootvolumetaskid|yname)|icat(?:ion(?:configurationtemplateid|groupid)|orname))|o(?:rt(?:g(?:eneratorid|roupname)|id|name|plan(?:id|name))|sitory(?:id|linkid|name))|utationpolicyname)|quest(?:id|validatorid)|s(?:coreexecutionplanid|erv(?:ation(?:id|name)|ed(?:cachenodeid|dbinstancename))|iliency(?:groupid|policyid)|ource(?:configurationid|definitionid|endpointassociationid|gatewayid|policyid)|t(?:apiid|oretestingplan(?:id|name)))|trieverid|v(?:enueattributionid|isionid))|o(?:botname|lename|otid|tationid|ut(?:e(?:r(?:inputid|networkinterfaceid|outputid)|server(?:endpointid|id|peerid)|tableid)|ing(?:controlid|profileid|ruleid)))|u(?:le(?:id|name|set(?:id|name))|n(?:id|timeid)))|s(?:3tableintegrationidentifier|a(?:fetyruleid|m(?:lprovidername|plingrulename)|ndboxid|telliteid)|c(?:anname|eneid|he(?:dul(?:e(?:dquery(?:id|name)|identifier|name)|ingpolicyname)|maname)|opeid|r(?:aperid|iptid))|disourceid|e(?:c(?:ondary(?:interfaceid|networkid|subnetid)|retid|urity(?:configurationid|group(?:name|ruleid)|profile(?:id|name)|requirementpackid))|gment(?:definitionname|id|name)|llerawsaccountid|nderid|quencestoreid|rv(?:er(?:id|lesscache(?:name|snapshotname))|ice(?:environmentname|id|n(?:ame|etwork(?:id|resourceassociationid|serviceassociationid|vpcassociationid))|pr(?:incipalname|ofileid)))|ssion(?:id|loggerid))|hare(?:dmodelid|id)|i(?:dewalkaccountid|gnalmapid|mulation(?:job(?:batchid|id)|name)|pmediaapplicationid|teid)|lo(?:name|tname)|napshot(?:copygrantname|id|name)|o(?:ftwaresetid|lutionstackname|urce(?:graphqlapiid|id|locationname|n(?:ame|etworkid)|serverid))|p(?:ace(?:id|name)|ot(?:fleetrequestid|instancerequestid))|t(?:a(?:ck(?:id|name)|gename|tetemplateid)|or(?:age(?:systemid|virtualmachineid)|edquery(?:id|name))|ream(?:groupid|i(?:d|ng(?:imageid|session(?:backupid|id)))|name|processorid)|udio(?:componentid|id|lifecycleconfigname))|u(?:b(?:jectid|net(?:cidrreservationid|groupname|id)|scri(?:ber(?:id|name)|ption(?:definitionid|id|name|providerid)))|ite(?:definitionid|runid))|y(?:nc(?:jobid|name|profilename|targetname)|stemid))|t(?:a(?:ble(?:bucketname|id|name)|rget(?:domainid|group(?:id|name))|sk(?:definitionfamilyname|id(?:entifier)?|name|templateid))|e(?:lemetry(?:pipelineidentifier|rulename)|mplate(?:id|name)|nant(?:id|name|resourceid)|st(?:c(?:aseid|onfigurationid)|runid|s(?:etid|uiteid)))|h(?:esaurusid|ing(?:groupname|name|typename)|reat(?:entitysetid|intelsetid))|i(?:eringconfiguration(?:id|name)|meseriesid)|o(?:ken(?:id|vaultid)|ol(?:id|name)|pic(?:arn|name))|r(?:a(?:ckername|ffic(?:distributiongroupid|mirror(?:filter(?:id|ruleid)|sessionid|targetid)|policyid)|i(?:lname|ning(?:jobname|planname))|ns(?:form(?:id|jobname)|itgateway(?:attachmentid|connectpeerid|id|m(?:eteringpolicyid|ulticastdomainid)|policytableid|routetable(?:announcementid|id))))|i(?:al(?:componentname|name)|ggername)|ust(?:anchorid|edentitysetid|store(?:id|name)))|unnelid)|u(?:rlencodedresourcearn|s(?:age(?:limitid|p(?:lanid|rofileid))|e(?:caseid|r(?:accessloggingsettingsid|definedfunctionname|groupid|id|name|p(?:oolid|rofilename)|settingsid)))|uid)|v(?:a(?:riantstorename|ultname)|centerclientid|e(?:hicleid|r(?:ified(?:access(?:endpoint(?:id|targetid)|groupid|instanceid|policyid|trustproviderid)|destinationnumberid)|sion(?:id|name)))|i(?:ew(?:id|name|uuid)|rtual(?:clusterid|gatewayname|interfaceid|machineid|nodename|routername|servicename))|o(?:cabulary(?:filtername|id|name)|dsourcename|ice(?:connectorid|profile(?:domainid|id))|lumeid)|p(?:c(?:blockpublicaccessexclusionid|en(?:cryptioncontrolid|dpoint(?:connectionid|id|service(?:id|permissionid)))|flowlogid|i(?:d|ngressconnection(?:id|name))|linkid|peeringconnectionid)|n(?:con(?:centratorid|nection(?:devicetypeid|id))|gatewayid)))|w(?:a(?:baid|veid)|eb(?:appid|experienceid|hook(?:id|name))|i(?:ndowta(?:rgetid|skid)|reless(?:deviceid|gateway(?:id|taskdefinitionid)))|or(?:k(?:bookid|erconfigurationname|f(?:low(?:definitionname|executionid|id|name|runid|stepexecutionid)|orcename)|groupid|load(?:estimateid|identityname)|space(?:applicationid|i(?:d|nstanceid)|name)|teamname)|ld(?:exportjobid|generationjobid|id|templatejobid))))"\s*:') OR regexp_like(token, '(?:^|[:\[,])\s*"arn:') OR (source = 'cloudfront.amazonaws.com' AND regexp_like(token, '(?i)^"id"\s*:')) OR (source = 'codepipeline.amazonaws.com' AND regexp_like(token, '(?i)^"name"\s*:')) OR (source = 'eks.amazonaws.com' AND regexp_like(token, '(?i)^"name"\s*:')) OR (source = 's3.amazonaws.com' AND regexp_like(token, '(?i)^"key"\s*:'))), chr(10))
    END AS parameter_lines,
    CASE WHEN source = 'signin.amazonaws.com' THEN CASE WHEN single THEN additional ELSE regexp_extract(additional, '"MFAUsed"\s*:\s*"[A-Za-z]*"') END END AS additional_kept,
    CASE WHEN single THEN json_extract_scalar(response, '$.credentials.accessKeyId') END AS issued_key,
    CASE WHEN single THEN coalesce(json_extract_scalar(response, '$.assumedRoleUser.arn'), json_extract_scalar(response, '$.federatedUser.arn')) END AS issued_arn,
    CASE WHEN single THEN coalesce(json_extract_scalar(response, '$.assumedRoleUser.assumedRoleId'), json_extract_scalar(response, '$.federatedUser.federatedUserId')) END AS issued_id,
    CASE WHEN single THEN json_extract_scalar(response, '$.accessKey.accessKeyId') END AS created_key,
    CASE WHEN single THEN json_extract_scalar(response, '$.accessKey.userName') END AS created_user
  FROM sorted
)
SELECT day, single_id, shared_id, source, call_name, call_type, category, management, read_only, recipient, call_region, network, endpoint, error_code, denial, caller_type, caller_id, caller_arn, caller_account, caller_name, caller_key, invoked_by, identity_provider, issuer_arn, issuer_id, source_identity, mfa, federated_provider, resource_lines, whole_parameters, parameter_lines, additional_kept, issued_key, issued_arn, issued_id, created_key, created_user,
  min(call_time) AS first_time, max(call_time) AS last_time, count(DISTINCT event) AS events
FROM reduced
GROUP BY day, single_id, shared_id, source, call_name, call_type, category, management, read_only, recipient, call_region, network, endpoint, error_code, denial, caller_type, caller_id, caller_arn, caller_account, caller_name, caller_key, invoked_by, identity_provider, issuer_arn, issuer_id, source_identity, mfa, federated_provider, resource_lines, whole_parameters, parameter_lines, additional_kept, issued_key, issued_arn, issued_id, created_key, created_user
ORDER BY day;
