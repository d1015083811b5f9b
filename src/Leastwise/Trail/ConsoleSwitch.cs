using Leastwise.Text;

namespace Leastwise.Trail;

/// <summary>
/// The console's role switch, <c>signin.amazonaws.com SwitchRole</c>: an AssumeRole under another name. Where the record says
/// <c>SwitchFrom</c>, its <c>userIdentity</c> is the session that the switch made, and the caller is the one switched from;
/// otherwise <c>userIdentity</c> is the caller, and the role is named in the parameters or in <c>SwitchTo</c>.
/// </summary>
/// <remarks>Source: "AWS Management Console sign-in events", AWS CloudTrail User Guide.</remarks>
internal static class ConsoleSwitch
{
    /// <summary>The caller, and the session that a successful switch made.</summary>
    public static (CallerIdentity Caller, IssuedSession? Issued) Read(in RecordFields record, Outcome outcome)
    {
        CallerIdentity stated = record.Caller;
        bool statedIsSession = stated.Type == "AssumedRole" && Arn.TryParse(record.SwitchFrom, out _) && record.SwitchFrom != stated.Arn;
        CallerIdentity caller = statedIsSession ? Former(record.SwitchFrom ?? "", stated) : stated;
        if (outcome != Outcome.Ok)
        {
            return (caller, null);
        }

        string? target = record.Request.RoleArn ?? record.SwitchTo ?? (record.Request.Roles.IsEmpty ? null : record.Request.Roles[0]);
        IssuedSession issued = statedIsSession
            ? new IssuedSession(stated.AccessKeyId, stated.IssuerArn ?? target, stated.Arn, stated.PrincipalId, SessionNameOf(stated.Arn))
            : new IssuedSession(record.Response.AccessKeyId, target, record.Response.SessionArn, record.Response.SessionId, record.Request.SessionName ?? stated.UserName);
        return (caller, issued);
    }

    private static CallerIdentity Former(string from, CallerIdentity stated)
    {
        Arn? arn = Arn.TryParse(from, out Arn? parsed) ? parsed : null;
        string? resource = arn?.Resource;
        bool user = resource is not null && resource.StartsWith("user/", StringComparison.Ordinal);
        return new CallerIdentity
        {
            Type = user ? "IAMUser" : resource is "root" ? "Root" : "AssumedRole",
            Arn = from,
            AccountId = arn?.Account,
            UserName = user ? arn?.Name : null,
            SourceIdentity = stated.SourceIdentity,
        };
    }

    private static string? SessionNameOf(string? sessionArn) => Arn.TryParse(sessionArn, out Arn? arn) ? arn.Name : null;
}
