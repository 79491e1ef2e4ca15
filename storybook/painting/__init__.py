"""From shapes to pixels: colours, curves, light, SVG, layers."""
