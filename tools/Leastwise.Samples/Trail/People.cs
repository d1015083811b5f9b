using Leastwise.Samples.Acme;
using Leastwise.Samples.Iam;

namespace Leastwise.Samples.Trail;

/// <summary>Callers that are users: with their key, or in the console.</summary>
public static class People
{
    /// <summary>The command line's user agent.</summary>
    public const string Cli = "aws-cli/2.17.20 md/awscrt#0.20.11 ua/2.0 os/linux#6.8.0 md/arch#x86_64 lang/python#3.11.9 cfg/retry-mode#standard";

    /// <summary>A browser.</summary>
    public const string Browser = "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0";

    /// <summary>A library, as machines use it.</summary>
    public const string Library = "Boto3/1.34.131 md/Botocore#1.34.131 ua/2.0 os/linux#6.1.92 md/arch#x86_64 lang/python#3.12.4 cfg/retry-mode#legacy";

    /// <summary>A user with a long-term key.</summary>
    public static Caller WithKey(User user, string address, string agent = Cli) => new()
    {
        Account = user.Account,
        Arn = user.Arn,
        Identity = Identities.User(user, UniqueId.LongTermKey(user.Arn, user.Incarnation)),
        Address = address,
        Agent = agent,
    };

    /// <summary>A user signs in to the console: the event of it, and then the caller.</summary>
    public static Caller SignIn(TrailLog log, User user, string address, DateTime at, bool mfa)
    {
        var door = WithKey(user, address, Browser);
        var identity = door.Identity.DeepClone().AsObject();
        identity.Remove("accessKeyId");
        log.Record(door with { Identity = identity }, at, ConsoleCalls.Login("Success", mfa));
        return door with
        {
            Identity = Identities.UserSession(user, UniqueId.SessionKey(Dice.For("console", user.Arn, Calendar.Print(at))), at, mfa),
            FromConsole = true,
        };
    }

    /// <summary>The root user in the console.</summary>
    public static Caller Root(string account, string address, DateTime since) => new()
    {
        Account = account,
        Arn = $"arn:aws:iam::{account}:root",
        Identity = new()
        {
            ["type"] = "Root",
            ["principalId"] = account,
            ["arn"] = $"arn:aws:iam::{account}:root",
            ["accountId"] = account,
            ["accessKeyId"] = UniqueId.SessionKey(Dice.For("root", account)),
            ["sessionContext"] = new System.Text.Json.Nodes.JsonObject
            {
                ["attributes"] = new System.Text.Json.Nodes.JsonObject
                {
                    ["creationDate"] = Calendar.Print(since),
                    ["mfaAuthenticated"] = "true"
                },
            },
        },
        Address = address,
        Agent = Browser,
        Region = Places.Virginia,
        FromConsole = true,
    };

    /// <summary>A service that acts for itself in an account.</summary>
    public static Caller Service(string account, string service) => new()
    {
        Account = account,
        Arn = service,
        Identity = Identities.Service(service),
        Address = service,
        Agent = service,
    };
}
