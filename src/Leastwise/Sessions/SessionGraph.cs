using System.Collections.Immutable;
using Leastwise.Principals;
using Leastwise.Trail;

namespace Leastwise.Sessions;

/// <summary>
/// Follows sessions back to the person or machine behind them, over any number of hops. It knows all calls that issued credentials before it
/// answers, so the order in which a log arrived does not matter.
/// </summary>
public sealed class SessionGraph
{
    /// <summary>A role session lasts at most twelve hours.</summary>
    /// <remarks>Source: "AssumeRole", AWS STS API Reference, <c>DurationSeconds</c>.</remarks>
    private static readonly TimeSpan LongestSession = TimeSpan.FromHours(12);

    private readonly ILookup<string, IssuedCredentials> byAccessKey;
    private readonly ILookup<string, IssuedCredentials> byAssumedRoleId;
    private readonly ILookup<string, IssuedCredentials> byArn;
    private readonly OwnEvidence evidence;

    /// <summary>Takes all issued credentials and the principals that are known.</summary>
    public SessionGraph(IEnumerable<IssuedCredentials> issued, IReadOnlyCollection<IamPrincipal> principals)
        : this(issued, new OwnEvidence(principals))
    {
    }

    private SessionGraph(IEnumerable<IssuedCredentials> issued, OwnEvidence evidence)
    {
        ImmutableArray<IssuedCredentials> all = [.. issued];
        byAccessKey = Index(all, one => one.Issued.AccessKeyId);
        byAssumedRoleId = Index(all, one => one.Issued.AssumedRoleId);
        byArn = Index(all, one => one.Issued.AssumedRoleArn);
        this.evidence = evidence;
    }

    /// <summary>The same principals with other issued credentials.</summary>
    public SessionGraph With(IEnumerable<IssuedCredentials> issued) => new(issued, evidence);

    /// <summary>Whether a call that issued the access key was seen.</summary>
    public bool Knows(string? accessKeyId) => accessKeyId is not null && byAccessKey.Contains(accessKeyId);

    /// <summary>The ARN of the principal whose privileges a session has, with its path where the account files tell it.</summary>
    public string PrincipalOf(SessionIdentity session) => evidence.PrincipalOf(session);

    /// <summary>Who was behind a session that was used from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public SessionPath PathOf(SessionIdentity session, DateTimeOffset first, DateTimeOffset last) =>
        PathOf(session, first, last, ImmutableHashSet<string>.Empty);

    private SessionPath PathOf(SessionIdentity session, DateTimeOffset first, DateTimeOffset last, ImmutableHashSet<string> behind)
    {
        SessionPath path = Follow(session, first, last, behind);

        // A source identity persists along a chain: it still tells who began it where an earlier record is lost.
        return path.Origin is Origin.Unknown && session.SourceIdentity is string name ? path with { Origin = new Origin.SourceIdentity(name) } : path;
    }

    private SessionPath Follow(SessionIdentity session, DateTimeOffset first, DateTimeOffset last, ImmutableHashSet<string> behind)
    {
        if (OwnEvidence.IdentityCenterPerson(session) is Origin person)
        {
            return new SessionPath(person, [new SessionHop("Identity Center", evidence.PrincipalOf(session))]);
        }

        ImmutableArray<IssuedCredentials> calls = CallsThatIssued(session, first, last);
        if (calls.IsEmpty)
        {
            return new SessionPath(evidence.Of(session), []);
        }

        if (behind.Contains(session.Key))
        {
            return new SessionPath(new Origin.Unknown("the log shows the session as its own origin"), []);
        }

        SessionPath[] paths =
        [
            .. calls.Select(call => Before(call, session, behind.Add(session.Key)))
                .DistinctBy(path => path.Key)
                .OrderBy(path => path.Key, StringComparer.Ordinal),
        ];
        return paths.Length == 1
            ? paths[0]
            : new SessionPath(new Origin.Unknown($"{paths.Length} callers opened sessions named '{session.Name}', and the records do not say which one this was"), []);
    }

    private SessionPath Before(IssuedCredentials call, SessionIdentity session, ImmutableHashSet<string> behind)
    {
        var hop = new SessionHop(call.Call, evidence.PrincipalOf(session));
        if (call.IssuerSession is null)
        {
            return new SessionPath(evidence.Caller(call.Issuer, session), [hop]);
        }

        SessionPath before = PathOf(call.IssuerSession, call.Time, call.Time, behind);

        // A session whose issue is not in these logs is as far back as can be seen, but the record still names its role.
        string own = evidence.PrincipalOf(call.IssuerSession);
        ImmutableArray<SessionHop> way = before.Chain.IsEmpty && own != hop.Role && own.Contains(":role/", StringComparison.Ordinal) ? [new SessionHop("unseen call", own)] : before.Chain;
        return new SessionPath(before.Origin, way.Add(hop));
    }

    /// <summary>
    /// An access key names one session for ever. The assumed role's id and the ARN only name sessions of one name, so there the time must fit too.
    /// </summary>
    private ImmutableArray<IssuedCredentials> CallsThatIssued(SessionIdentity session, DateTimeOffset first, DateTimeOffset last)
    {
        if (session.AccessKeyId is string key && byAccessKey[key].Any())
        {
            return [.. byAccessKey[key]];
        }

        bool Fits(IssuedCredentials call) => call.Time <= last && call.Time >= first - LongestSession;
        ImmutableArray<IssuedCredentials> byId = session.AssumedRoleId is string id ? [.. byAssumedRoleId[id].Where(Fits)] : [];
        return !byId.IsEmpty || session.Arn is null ? byId : [.. byArn[session.Arn].Where(Fits)];
    }

    private static ILookup<string, IssuedCredentials> Index(ImmutableArray<IssuedCredentials> all, Func<IssuedCredentials, string?> key) =>
        all.Where(one => key(one) is not null).ToLookup(one => key(one) ?? "", StringComparer.Ordinal);
}
