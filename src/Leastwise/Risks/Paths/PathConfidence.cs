namespace Leastwise.Risks.Paths;

/// <summary>How sure it is that a step of a path can be taken, the surest first.</summary>
public enum PathConfidence
{
    /// <summary>Every layer of policies was decided, and it is allowed.</summary>
    High,

    /// <summary>It hangs on conditions that policies leave open, such as MFA, or on something small that account files do not show.</summary>
    Medium,

    /// <summary>It needs something to exist that was not given, such as a function that runs with the role.</summary>
    Low,
}
