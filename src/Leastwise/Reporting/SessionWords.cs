using Leastwise.Sessions;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>Origins and ways as people and programs read them.</summary>
internal static class SessionWords
{
    /// <summary>A user's or role's plain name with its account; anything else as its label has it.</summary>
    public static string Name(Origin origin) => origin is Origin.User { FormerId: { } id } former ? $"{Name(former.Arn)}, deleted, unique id {id}" : Name(origin.Label);

    /// <summary>The same of a role.</summary>
    public static string Name(string arn) => Arn.TryParse(arn, out Arn? parsed) && parsed.Service == "iam" ? $"{parsed.Name} ({parsed.Account})" : arn;

    /// <summary>The kind of an origin, as JSON spells it.</summary>
    public static string Kind(Origin origin) => origin switch
    {
        Origin.User => "user",
        Origin.Root => "root",
        Origin.Person => "person",
        Origin.WebIdentity => "webIdentity",
        Origin.Saml => "saml",
        Origin.Service => "service",
        Origin.SourceIdentity => "sourceIdentity",
        Origin.Foreign => "foreign",
        _ => "unknown",
    };

    /// <summary>The steps, such as <c>AssumeRole deploy-entry (111111111111), AssumeRole deploy-apply (111111111111)</c>.</summary>
    public static string Way(SessionOrigin way) => string.Join(", then ", way.Chain.Select(hop => hop.Call == SessionMap.UnseenCall ? $"{Name(hop.Role)} (by a call that the logs do not show)" : $"{hop.Call} {Name(hop.Role)}"));
}
