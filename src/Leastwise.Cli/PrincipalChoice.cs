using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Text;

namespace Leastwise.Cli;

/// <summary>Finds whom a typed ARN or name means.</summary>
internal static class PrincipalChoice
{
    /// <summary>Who asks, with the user or role of the account files where it is one.</summary>
    /// <exception cref="InputException">A name means nobody, or several.</exception>
    public static (Requester Requester, IamPrincipal? Holder) Find(PolicyLookup lookup, string typed)
    {
        Requester requester = Requester.Parse(typed);
        // Neither an ARN nor a service: a plain name, where the account files have it.
        bool isName = requester.Kind == RequesterKind.Federated && !typed.StartsWith("arn:", StringComparison.Ordinal);
        if (!isName)
        {
            return (requester, lookup.Find(requester));
        }

        // IAM holds names unique without regard to case, so a name in another case can mean only one.
        IamPrincipal[] found = [.. lookup.Actors.Where(actor => actor.Name.Equals(typed, StringComparison.OrdinalIgnoreCase))];
        return found switch
        {
            [var only] => (Requester.Parse(only.Arn), only),
            // An identity provider, such as accounts.google.com, rather than a mistyped alice.admin.
            [] when typed.Contains('.', StringComparison.Ordinal) && NearestName.Find(typed, lookup.Actors.Select(actor => actor.Name)).Count == 0 => (requester, null),
            [] => throw new InputException(NotThere(lookup, typed)),
            _ => throw new InputException($"'{Legible.Plain(typed)}' can mean {string.Join(" or ", found.Select(actor => actor.Arn))}; give the ARN."),
        };
    }

    /// <summary>That nobody of this name is there, with the nearest that are.</summary>
    public static string NotThere(PolicyLookup lookup, string typed)
    {
        if (!lookup.Actors.Any())
        {
            return $"'{Legible.Plain(typed)}' is no ARN, and no account file was given to look the name up in. Give an ARN, a FOLDER, or --iam FILE.";
        }

        bool isArn = typed.StartsWith("arn:", StringComparison.Ordinal);
        IReadOnlyList<string> nearest = NearestName.Find(typed, lookup.Actors.Select(actor => isArn ? actor.Arn : actor.Name).Distinct(StringComparer.Ordinal));
        string meant = nearest.Count > 0 ? $" Did you mean {string.Join(" or ", nearest)}?" : " Give an ARN, or the name of one that is.";
        return $"There is no user or role '{Legible.Plain(typed)}' in the account files; they may be older than it.{meant}";
    }
}
