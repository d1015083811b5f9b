using System.Collections.Immutable;

namespace Leastwise.Evaluation.Decisions;

/// <summary>A decision with every statement that has a part in it, for readers who ask how somebody comes to hold something.</summary>
public sealed record AccessPath
{
    /// <summary>The decision.</summary>
    public required Decision Decision { get; init; }

    /// <summary>Statements of identity and resource policies that allow, for sure or under conditions that are not known.</summary>
    public ImmutableArray<DecidingStatement> Gives { get; init; } = [];

    /// <summary>Statements of any layer that deny under conditions that are not known, and of limiting layers that allow only under such.</summary>
    public ImmutableArray<DecidingStatement> Limits { get; init; } = [];

    internal static AccessPath Of(Decision decision, LayerOutcomes outcomes)
    {
        IEnumerable<DecidingStatement> denying = outcomes.All().SelectMany(outcome => outcome.Denying(Truth.Unknown));
        IEnumerable<DecidingStatement> allowing = ((IEnumerable<LayerOutcome>)[.. outcomes.ServiceControl, outcomes.Boundary, outcomes.Session, outcomes.Endpoint])
            .Where(outcome => outcome.Allow().IsUnknown)
            .SelectMany(outcome => outcome.Allowing(Truth.Unknown));
        return new AccessPath
        {
            Decision = decision,
            Gives =
            [
                .. outcomes.Identity.Allowing(Truth.True), .. outcomes.Identity.Allowing(Truth.Unknown),
                .. outcomes.Resource.Allowing(Truth.True), .. outcomes.Resource.Allowing(Truth.Unknown),
            ],
            Limits = [.. denying, .. allowing],
        };
    }
}
