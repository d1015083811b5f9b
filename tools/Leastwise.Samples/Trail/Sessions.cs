using System.Text.Json.Nodes;
using Leastwise.Samples.Acme;
using Leastwise.Samples.Iam;

namespace Leastwise.Samples.Trail;

/// <summary>
/// How sessions come about. Each method records the call that issues the credentials and gives the caller who then has them.
/// </summary>
public static class Sessions
{
    /// <summary>A service takes up a role for a machine.</summary>
    public static Caller ByService(TrailLog log, Role role, string service, string name, DateTime at, string address,
        string agent = People.Library)
    {
        var session = Session(role, name, at, address, agent);
        var isMachine = service == "ec2.amazonaws.com";
        var terms = new SessionTerms { Hours = isMachine ? 6 : 1 };
        log.Record(People.Service(role.Account, service), at, Assume("AssumeRole", role, name, session.Key, at,
            terms) with
        { SharedId = log.NewSharedId() });
        if (isMachine)
            session.Caller.Identity["sessionContext"]!["ec2RoleDelivery"] = "2.0";
        return session.Caller;
    }

    /// <summary>Somebody takes up a role. Across accounts both record the call, under one shared id.</summary>
    public static Caller ByCaller(TrailLog log, Caller origin, Role role, string name, DateTime at, SessionTerms? terms = null)
    {
        var kept = terms ?? new();
        var session = Session(role, name, at, origin.Address, origin.Agent, kept.Mfa);
        var call = Assume("AssumeRole", role, name, session.Key, at, kept);
        if (origin.Account == role.Account)
        {
            log.Record(origin, at, call, kept.DeliveredLate);
        }
        else
        {
            var shared = call with { SharedId = log.NewSharedId() };
            log.Record(origin, at, shared, kept.DeliveredLate);
            log.Record(SeenFrom(role.Account, origin), at, shared, kept.DeliveredLate);
        }

        if (kept.SourceIdentity is { } source)
            session.Caller.Identity["sessionContext"]!["sourceIdentity"] = source;
        return session.Caller with { Region = origin.Region };
    }

    /// <summary>Somebody of an account without logs here takes up a role: only our half is recorded.</summary>
    public static Caller ByStranger(TrailLog log, Role role, string account, string principalId, string name, DateTime at, string address,
        SessionTerms terms)
    {
        var session = Session(role, name, at, address, People.Library);
        var stranger = session.Caller with { Identity = Identities.Foreigner(principalId, account), RoleArn = null };
        log.Record(stranger, at, Assume("AssumeRole", role, name, session.Key, at, terms) with { SharedId = log.NewSharedId() });
        return session.Caller;
    }

    /// <summary>A pipeline of GitHub trades its token for a session.</summary>
    public static Caller ByWebIdentity(TrailLog log, Role role, string provider, string subject, string name, DateTime at, string address)
    {
        var session = Session(role, name, at, address, People.Library);
        var providerArn = $"arn:aws:iam::{role.Account}:oidc-provider/{provider}";
        var call = Assume("AssumeRoleWithWebIdentity", role, name, session.Key, at);
        var response = call.Response!.AsObject();
        response["subjectFromWebIdentityToken"] = subject;
        response["provider"] = providerArn;
        response["audience"] = "sts.amazonaws.com";
        var visitor = new JsonObject
        {
            ["type"] = "WebIdentityUser",
            ["principalId"] = $"{providerArn}:sts.amazonaws.com:{subject}",
            ["userName"] = subject,
            ["identityProvider"] = providerArn,
        };
        log.Record(session.Caller with { Identity = visitor, RoleArn = null }, at, call);
        session.Caller.Identity["sessionContext"]!["webIdFederationData"] = new JsonObject
        {
            ["federatedProvider"] = providerArn,
            ["attributes"] = new JsonObject()
        };
        return session.Caller;
    }

    /// <summary>A person comes through a SAML provider; IAM Identity Center signs people in in the same way.</summary>
    public static Caller BySaml(TrailLog log, Role role, string providerName, string person, DateTime at, string address)
    {
        var session = Session(role, person, at, address, People.Browser);
        var call = Assume("AssumeRoleWithSAML", role, person, session.Key, at);
        call.Request!["principalArn"] = $"arn:aws:iam::{role.Account}:saml-provider/{providerName}";
        call.Request["sAMLAssertionID"] = "_" + session.Key.ToLowerInvariant();
        var response = call.Response!.AsObject();
        response["subjectType"] = "persistent";
        response["issuer"] = "https://idp.acme.example/saml";
        response["nameQualifier"] = "AcmeNameQualifier=";
        response["subject"] = person;
        response["audience"] = "https://signin.aws.amazon.com/saml";
        var visitor = new JsonObject
        {
            ["type"] = "SAMLUser",
            ["principalId"] = "AcmeNameQualifier=:" + person,
            ["userName"] = person,
            ["identityProvider"] = "AcmeNameQualifier=",
        };
        log.Record(session.Caller with { Identity = visitor, RoleArn = null }, at, call);
        return session.Caller with { FromConsole = true };
    }

    /// <summary>A user switches to a role in the console. The event has the role's identity and names no access key.</summary>
    public static Caller BySwitchRole(TrailLog log, Caller origin, Role role, string name, DateTime at)
    {
        var session = Session(role, name, at, origin.Address, People.Browser);
        var door = session.Caller.Identity.DeepClone().AsObject();
        door.Remove("accessKeyId");
        log.Record(session.Caller with { Identity = door }, at, ConsoleCalls.SwitchRole(origin.Arn));
        return session.Caller with { FromConsole = true };
    }

    /// <summary>A user hands out a federated session.</summary>
    public static Caller ByFederationToken(TrailLog log, User user, Caller origin, string name, string policy, DateTime at, string address)
    {
        var key = KeyFor(origin.Arn, name, at);
        log.Record(origin, at, new Call("sts", "GetFederationToken")
        {
            Request = new JsonObject { ["name"] = name, ["policy"] = policy, ["durationSeconds"] = 3600 },
            Response = new JsonObject
            {
                ["credentials"] = Credentials(key, at),
                ["federatedUser"] = new JsonObject
                {
                    ["federatedUserId"] = $"{user.Account}:{name}",
                    ["arn"] = $"arn:aws:sts::{user.Account}:federated-user/{name}"
                },
                ["packedPolicySize"] = 6,
            },
        });
        var identity = Identities.Federated(user, name, key, at);
        return origin with { Identity = identity, Arn = (string)identity["arn"]!, Address = address };
    }

    /// <summary>A user trades the long-term key for temporary credentials.</summary>
    public static Caller BySessionToken(TrailLog log, User user, Caller origin, DateTime at)
    {
        var key = KeyFor(origin.Arn, "session token", at);
        log.Record(origin, at, new Call("sts", "GetSessionToken")
        {
            Request = new JsonObject { ["durationSeconds"] = 3600 },
            Response = new JsonObject { ["credentials"] = Credentials(key, at) },
        });
        return origin with { Identity = Identities.UserSession(user, key, at, mfa: false) };
    }

    private static Call Assume(string name, Role role, string sessionName, string key, DateTime at, SessionTerms? terms = null)
    {
        var hours = terms?.Hours ?? 1;
        var request = new JsonObject { ["roleArn"] = role.Arn, ["roleSessionName"] = sessionName, ["durationSeconds"] = hours * 3600 };
        var response = new JsonObject
        {
            ["credentials"] = Credentials(key, at, hours),
            ["assumedRoleUser"] = new JsonObject
            {
                ["assumedRoleId"] = $"{role.Id}:{sessionName}",
                ["arn"] = Identities.SessionArn(
                role, sessionName)
            },
        };
        if (terms?.ExternalId is { } externalId)
            request["externalId"] = externalId;
        if (terms?.MfaSerial is { } serial)
            request["serialNumber"] = serial;
        if (terms?.SourceIdentity is { } source)
        {
            request["sourceIdentity"] = source;
            response["sourceIdentity"] = source;
        }

        return new Call("sts", name) { Request = request, Response = response }.About("AWS::IAM::Role", role.Arn);
    }

    private static JsonObject Credentials(string key, DateTime at, int hours = 1) => new()
    {
        ["accessKeyId"] = key,
        ["sessionToken"] = "AQoDEXAMPLE",
        ["expiration"] = at.AddHours(hours).ToString("MMM d, yyyy, h:mm:ss tt"),
    };

    private static (Caller Caller, string Key) Session(Role role, string name, DateTime at, string address, string agent, bool mfa = false)
    {
        var key = KeyFor(role.Arn, name, at);
        return (new()
        {
            Account = role.Account,
            Arn = Identities.SessionArn(role, name),
            Identity = Identities.Session(role, name, key, at, mfa),
            Address = address,
            Agent = agent,
            RoleArn = role.Arn,
        }, key);
    }

    private static Caller SeenFrom(string account, Caller origin)
    {
        var id = (string)origin.Identity["principalId"]!;
        return origin with { Account = account, Identity = Identities.Foreigner(id, origin.Account), RoleArn = null };
    }

    private static string KeyFor(string arn, string name, DateTime at) =>
        UniqueId.SessionKey(Dice.For("session", arn, name, Calendar.Print(at)));
}
