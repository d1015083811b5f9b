using System.Collections.Immutable;

namespace Leastwise.Reporting;

/// <summary>Who can become administrator and how, as reports tell it: plain values that can be read back from <c>report.json</c>.</summary>
public sealed record AssessedPaths
{
    /// <summary>So many users and roles at most for paths to be part of an assessment; <c>leastwise paths</c> has no such limit.</summary>
    public const int MostActors = 1_000;

    /// <summary>So many at most for the cut, whose search grows faster.</summary>
    public const int MostActorsForCut = 250;

    /// <summary>So many routes at most are told, the shortest first.</summary>
    public const int MostRoutes = 400;

    /// <summary>Why paths were not looked for; null where they were.</summary>
    public string? NotComputed { get; init; }

    /// <summary>Why there is no cut; null where there is one, or where nothing is to be cut.</summary>
    public string? CutNotComputed { get; init; }

    /// <summary>How many users and roles there are.</summary>
    public int Actors { get; init; }

    /// <summary>How many of them, no administrators themselves, can become one.</summary>
    public int Reaching { get; init; }

    /// <summary>The ARNs of the administrators, ordinal.</summary>
    public ImmutableArray<string> Administrators { get; init; } = [];

    /// <summary>The places, each once; steps speak of them by number.</summary>
    public ImmutableArray<PathPlace> Places { get; init; } = [];

    /// <summary>The steps, each once; routes speak of them by number.</summary>
    public ImmutableArray<PathHop> Hops { get; init; } = [];

    /// <summary>The shortest route of each who has one: numbers of steps. Fewest steps first, then the surest.</summary>
    public ImmutableArray<ImmutableArray<int>> Routes { get; init; } = [];

    /// <summary>How many who have a route are not told.</summary>
    public int Unlisted { get; init; }

    /// <summary>What to take away so that no route is left; null where it was not looked for.</summary>
    public PathCut? Cut { get; init; }
}

/// <summary>A user or role as it is, or after somebody changed it, or being administrator of an account.</summary>
/// <param name="Id">What tells it from all others.</param>
/// <param name="Kind"><c>user</c>, <c>role</c> or <c>administrator</c>.</param>
/// <param name="Label">It in words.</param>
/// <param name="Arn">Its ARN; null for the administrator of an account.</param>
/// <param name="Account">Twelve digits.</param>
/// <param name="Administrator">Whether it is a full administrator.</param>
public sealed record PathPlace(string Id, string Kind, string Label, string? Arn, string Account, bool Administrator);

/// <summary>A step from one place to another.</summary>
public sealed record PathHop
{
    /// <summary>The number of the place where it begins.</summary>
    public required int From { get; init; }

    /// <summary>The number of the place where it ends.</summary>
    public required int To { get; init; }

    /// <summary>The known path, such as <c>iam-001</c>.</summary>
    public required string PathId { get; init; }

    /// <summary>What is done, one sentence without its end.</summary>
    public required string How { get; init; }

    /// <summary>The privileges that it takes.</summary>
    public required ImmutableArray<string> Privileges { get; init; }

    /// <summary>What must hold or exist besides, whole sentences.</summary>
    public required ImmutableArray<string> Conditions { get; init; }

    /// <summary><c>high</c>, <c>medium</c> or <c>low</c>.</summary>
    public required string Confidence { get; init; }

    /// <summary>The statements that allow it.</summary>
    public required ImmutableArray<PathStatement> Statements { get; init; }

    /// <summary>Which grants of the cut, by number, it rests on.</summary>
    public ImmutableArray<int> Cut { get; init; } = [];
}

/// <summary>Where a statement that allows a step stands.</summary>
/// <param name="PolicyId">The policy in the report's list; null where it is not there.</param>
/// <param name="Policy">The policy's name.</param>
/// <param name="Statement">The statement's name in its policy.</param>
/// <param name="ViaGroup">The group through which a user holds it; else null.</param>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 1; 0 where unknown.</param>
public sealed record PathStatement(string? PolicyId, string Policy, string Statement, string? ViaGroup, string File, int Line);

/// <summary>The cheapest set of grants whose removal breaks the routes, proved by evaluating the accounts without them.</summary>
/// <param name="Before">How many could become administrator.</param>
/// <param name="After">How many still can without the grants.</param>
/// <param name="Cheapest">Whether it is proved that no cheaper set does it.</param>
/// <param name="Grants">What to take away, unused grants first.</param>
public sealed record PathCut(int Before, int After, bool Cheapest, ImmutableArray<PathCutGrant> Grants);

/// <summary>A grant to take away.</summary>
/// <param name="Sentence">What to do, one sentence.</param>
/// <param name="PolicyId">The policy in the report's list; null where it is not there.</param>
/// <param name="Use"><c>unused</c>, <c>unknown</c> or <c>used</c>.</param>
/// <param name="Holders">The ARNs of those who lose it.</param>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 1; 0 where unknown.</param>
public sealed record PathCutGrant(string Sentence, string? PolicyId, string Use, ImmutableArray<string> Holders, string File, int Line);
