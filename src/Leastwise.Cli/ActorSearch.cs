using System.Collections.Immutable;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Sessions;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Cli;

/// <summary>Finds whom a typed name, ARN or unique id means, and says what is known of those who are not there.</summary>
internal static class ActorSearch
{
    private const int Shown = 5;

    /// <summary>Names that begin alike for so many characters, and for more than half of what was typed, may be meant.</summary>
    private const int LeastCommon = 4;

    /// <summary>Those that are meant: by ARN, by unique id, else by name. Several accounts can hold one name.</summary>
    public static ImmutableArray<IamPrincipal> Find(ImmutableArray<IamPrincipal> candidates, string typed)
    {
        ImmutableArray<IamPrincipal> exact = [.. candidates.Where(one => one.Arn == typed || (one.UniqueId.Length > 0 && one.UniqueId == typed))];
        // IAM holds names unique without regard to case, so a name in another case can mean only one. A path may stand before it.
        string name = typed[(typed.LastIndexOf('/') + 1)..];
        return !exact.IsEmpty || typed.StartsWith("arn:", StringComparison.Ordinal)
            ? exact
            : [.. candidates.Where(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && (name == typed || $"{one.Path}{one.Name}".EndsWith(typed, StringComparison.OrdinalIgnoreCase)))];
    }

    /// <summary>A predicate for the calls of principals, and of deleted ones of their names.</summary>
    public static Func<LoggedActor, bool> CallsOf(IEnumerable<IamPrincipal> principals)
    {
        IamPrincipal[] all = [.. principals];
        HashSet<string> ids = [.. all.Select(one => one.UniqueId).Where(id => id.Length > 0)];
        HashSet<string> keys = [.. all.Select(one => LoggedActor.NameKey(one.Arn)).OfType<string>()];
        var names = new HashSet<string>(all.Select(one => one.Arn[(one.Arn.LastIndexOf('/') + 1)..]), StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
        return actor => (actor.UniqueId is { } id && ids.Contains(id))
            // A ledger has thousands of actors; few end as one of these is named, and only their ARNs are taken apart.
            || (actor.Arn is { } arn && names.Contains(arn.AsSpan(arn.LastIndexOf('/') + 1)) && LoggedActor.NameKey(arn) is { } key && keys.Contains(key));
    }

    /// <summary>That nobody is there, with those who may have been meant: of similar spelling, with the name as a part, of the same beginning, or of the other kind.</summary>
    public static string NotThere(ImmutableArray<IamPrincipal> candidates, ImmutableArray<IamPrincipal> everybody, string type, string typed)
    {
        bool byArn = typed.StartsWith("arn:", StringComparison.Ordinal);
        string Name(IamPrincipal one) => byArn ? one.Arn : one.Name;
        string[] names = [.. candidates.Select(Name).Distinct(StringComparer.Ordinal)];
        IEnumerable<string> parts = names
            .Where(name => typed.Length > 1 && name.Contains(typed, StringComparison.OrdinalIgnoreCase))
            .OrderBy(name => !name.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).ThenBy(name => name, StringComparer.Ordinal);
        IEnumerable<string> beginnings = names
            .Select(name => (Name: name, Common: CommonBeginning(typed, name)))
            .Where(one => !byArn && one.Common >= LeastCommon && 2 * one.Common > typed.Length)
            .OrderByDescending(one => one.Common).ThenBy(one => one.Name, StringComparer.Ordinal)
            .Select(one => one.Name);
        string[] meant = [.. NearestName.Find(typed, names).Concat(parts).Concat(beginnings).Distinct(StringComparer.Ordinal).Take(Shown)];
        IamPrincipal? other = Find(everybody, typed).FirstOrDefault(one => one is IamRole != (type == "role"));
        string hint = other is not null ? $" There is a {(other is IamRole ? "role" : "user")} of that name: --{(other is IamRole ? "role" : "user")} {Legible.Plain(other.Name)}."
            : meant.Length > 0 ? $" Did you mean {Legible.Plain(string.Join(" or ", meant))}?"
            : $" 'leastwise actors {type}s' lists them.";
        return $"There is no {type} '{Legible.Plain(typed)}' in the account files.{hint}";
    }

    private static int CommonBeginning(string one, string other)
    {
        int length = 0;
        while (length < one.Length && length < other.Length && char.ToUpperInvariant(one[length]) == char.ToUpperInvariant(other[length]))
        {
            length++;
        }

        return length;
    }

    /// <summary>What the logs know of one who is not in the account files.</summary>
    public static string InLogs(Ledger ledger, IEnumerable<AccountSnapshot> accounts, string type, string typed)
    {
        ActorKind kind = type == "role" ? ActorKind.Role : ActorKind.User;
        bool Is(LoggedActor actor) => actor.UniqueId == typed || actor.Arn == typed
            || (actor.Kind == kind && Arn.TryParse(actor.Arn, out Arn? arn) && arn.Name.Equals(typed, StringComparison.OrdinalIgnoreCase));
        UsageWindow all = UsageWindow.Of(ledger.LoggedDays, null, null);
        if (all.IsNone)
        {
            return "There are no logs that could tell more.";
        }

        Observation[] calls = [.. ledger.Read(all, new ActorChoice(Is, [])).Observations.Where(one => Is(one.Actor))];
        string file = NewestDate(accounts) is { } newest ? $"the newest date in the account files is {newest:yyyy-MM-dd}" : "the account files hold no dates";
        if (calls.Length == 0)
        {
            return $"The logs, {all.FirstDay:yyyy-MM-dd} to {all.LastDay:yyyy-MM-dd}, do not know it either; {file}.";
        }

        Observation last = calls.MaxBy(one => one.Last) ?? calls[0];
        string id = last.Actor.UniqueId is { } unique ? $", unique id {Legible.Plain(unique)}" : "";
        return $"The logs do: {Legible.Plain(last.Actor.Arn ?? typed)}{id}, {Legible.Count(calls.Sum(one => one.Count), "event")}, first on {calls.Min(one => one.First):yyyy-MM-dd}, last on {last.Last:yyyy-MM-dd}; {file}. "
            + "It was deleted before that file was fetched, or made after it: fetch the account's details again, or list it with 'leastwise actors ... --deleted'.";
    }

    /// <summary>An account file does not tell its own date; nothing in it can be younger than it.</summary>
    private static DateTimeOffset? NewestDate(IEnumerable<AccountSnapshot> accounts) => accounts
        .SelectMany(account => account.Actors)
        .SelectMany(one => new[] { one.Created, (one as IamRole)?.LastUsed })
        .Max();
}
