# Completion of runbook for PowerShell. In $PROFILE: runbook completion powershell | Out-String | Invoke-Expression
#
# What was typed and what is offered stay data: nothing of it is evaluated, and what PowerShell would not take as it stands
# is quoted.
Register-ArgumentCompleter -Native -CommandName runbook -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @()
    foreach ($element in ($commandAst.CommandElements | Select-Object -Skip 1)) {
        if ($element.Extent.EndOffset -ge $cursorPosition) { continue }
        if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) {
            $words += $element.Value
        } else {
            $words += $element.Extent.Text
        }
    }
    $words += $wordToComplete
    $encoding = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
        # As arguments, PowerShell 5 would lose empty words, and a script's shim the word --.
        $env:RUNBOOK_WORDS = $words -join [string][char]10
        $lines = @(runbook __complete powershell 2>$null)
    } finally {
        $env:RUNBOOK_WORDS = $null
        [Console]::OutputEncoding = $encoding
    }
    # Where nothing is offered PowerShell completes paths by itself.
    if ($lines.Count -lt 2) { return }
    foreach ($line in $lines[1..($lines.Count - 1)]) {
        $value, $description = $line.Split([char]9)
        if (-not $value.StartsWith($wordToComplete)) { continue }
        if ([string]::IsNullOrEmpty($description)) { $description = $value }
        $text = $value
        if ($value -match '[^\w./:=+-]') { $text = "'" + $value.Replace("'", "''") + "'" }
        [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $description)
    }
}
